/** Limits of the service for a channel's path. */
const mostSegments = 5;
const segment = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,48}[A-Za-z0-9])?$/;

export type Channel = { readonly path: string; readonly namespace: string; readonly isWildcard: boolean };

/** Reads `/namespace/a/b`, for a subscription also `/namespace/*`: the star stands last and for one segment or more. Undefined when it is no channel. */
export function readChannel(text: string, mayBeWildcard: boolean): Channel | undefined {
  const segments = text.replace(/^\//, '').split('/');
  const isWildcard = mayBeWildcard && segments.at(-1) === '*' && segments.length > 1;
  const named = isWildcard ? segments.slice(0, -1) : segments;
  const [namespace] = named;
  if (namespace === undefined || segments.length > mostSegments) return undefined;
  if (!named.every((name) => segment.test(name))) return undefined;
  return { path: `/${segments.join('/')}`, namespace, isWildcard };
}

/** The channel itself and every wildcard that takes it in. */
export function pathsThatHear(path: string): readonly string[] {
  const segments = path.split('/');
  const wildcards = segments.slice(2).map((_, at) => [...segments.slice(0, at + 2), '*'].join('/'));
  return [path, ...wildcards];
}
