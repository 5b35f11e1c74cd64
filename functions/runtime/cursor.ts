import { stop } from './refusal-error.ts';

/** A place in a list as opaque text. It is no secret and no credential: a list checks again what its reader may see. */
export const toCursor = (place: object): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** The place of a cursor this list made; anything else is refused as `malformed_cursor`. */
export function fromCursor<Place>(
  cursor: string | undefined,
  read: (value: unknown) => Place | undefined,
): Place | undefined {
  if (cursor === undefined) return undefined;
  const place = read(decode(cursor));
  return place ?? stop('malformed_cursor', { param: 'cursor' });
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
