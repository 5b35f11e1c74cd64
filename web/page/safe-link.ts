/** Where a pin leads: only to the web, never to a script. Undefined for the number of a post. */
export function linkOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}
