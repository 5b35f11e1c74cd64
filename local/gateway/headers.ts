/** Request headers lower-cased; repeated ones joined by a comma, as HTTP APIs hand them on. Cookies go their own way. */
export function joinHeaders(raw: readonly string[]): Record<string, string> {
  const joined: Record<string, string> = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase();
    const value = raw[at + 1] ?? '';
    joined[name] = name in joined ? `${joined[name]},${value}` : value;
  }
  return joined;
}

/** The single cookies of the request, in order. */
export function readCookies(raw: readonly string[]): readonly string[] {
  return raw
    .flatMap((value, at) => (at % 2 === 1 && raw[at - 1]?.toLowerCase() === 'cookie' ? value.split(';') : []))
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== '');
}

/** Decoded query parameters; repeated ones joined by a comma. Undefined without any. */
export function joinQuery(rawQuery: string): Record<string, string> | undefined {
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    joined[name] = name in joined ? `${joined[name]},${value}` : value;
  }
  return Object.keys(joined).length === 0 ? undefined : joined;
}

const textTypes = /^(text\/|application\/(json|javascript|xml|[^;]*\+(json|xml))(;|$))/i;

/** Whether a body of these headers reaches the function as text; all else (forms, too) comes in base 64. */
export function isText(headers: Readonly<Record<string, string>>, body: Buffer): boolean {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') return false;
  const type = headers['content-type'];
  if (type !== undefined && !textTypes.test(type.trim())) return false;
  // Without a type the bytes decide: what is not UTF-8 would not survive as text.
  return body.equals(Buffer.from(body.toString('utf8')));
}
