// Lists come out as `[a b]` and objects as `map[key:value]`: HTTP APIs print claims in the words of their own language.
function flatten(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flatten).join(' ')}]`;
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).map(([name, part]) => `${name}:${flatten(part)}`);
    return `map[${parts.toSorted().join(' ')}]`;
  }
  return String(value);
}

/** The token's claims as a function sees them: every value a text. */
export function toTextClaims(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, flatten(value)]));
}

/** Scopes of the token, from `scope` or `scp`. */
export function scopesOf(claims: Readonly<Record<string, unknown>>): readonly string[] {
  const scope = claims['scope'] ?? claims['scp'];
  if (Array.isArray(scope)) return scope.map(String);
  return typeof scope === 'string' ? scope.split(' ') : [];
}
