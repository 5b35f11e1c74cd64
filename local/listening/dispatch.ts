import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from './body.ts';

/** Answers a request or leaves it to the next one. */
export type Handle = (request: IncomingMessage, response: ServerResponse, body: Buffer) => Promise<boolean>;

// BatchWriteItem's limit of 16 MB is the largest body any part takes.
const bodyLimit = 16 * 1024 * 1024;

const report = (request: IncomingMessage, error: unknown): void =>
  console.error(`${request.method} ${request.url?.split('?', 1)[0]} failed:`, error);

/** Offers a request to one part after the other; the last one must answer. */
export function dispatch(handles: readonly Handle[]): (request: IncomingMessage, response: ServerResponse) => void {
  const run = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request, bodyLimit);
    for (const handle of handles) if (await handle(request, response, body)) return;
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"Not Found"}');
  };
  return (request, response) => {
    run(request, response).catch((error: unknown) => {
      // A client that went away while it was sending is no fault of ours.
      if (request.destroyed && !request.complete) return;
      report(request, error);
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
      response.end('{"message":"Internal Server Error"}');
    });
  };
}
