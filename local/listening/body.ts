import type { IncomingMessage } from 'node:http';

/** The request's body; what goes beyond the limit is cut to one byte more than it, so that the receiver sees that it was too much. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    if (length <= limit) parts.push(part);
    length += part.length;
  }
  const body = Buffer.concat(parts);
  return body.length > limit ? body.subarray(0, limit + 1) : body;
}
