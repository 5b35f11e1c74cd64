/** Patterns of IAM: `*` stands for any run of characters (also none), `?` for exactly one. */
const compiled = new Map<string, RegExp>();

function patternOf(pattern: string, isCaseFree: boolean): RegExp {
  const key = isCaseFree ? `i:${pattern}` : pattern;
  const known = compiled.get(key);
  if (known) return known;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[\\s\\S]*')
    .replaceAll('?', '[\\s\\S]');
  const made = new RegExp(`^${source}$`, isCaseFree ? 'i' : '');
  compiled.set(key, made);
  return made;
}

/** Whether the value fits the pattern; actions are compared without regard to case, resources and strings with it. */
export function fits(pattern: string, value: string, isCaseFree = false): boolean {
  return pattern === '*' || pattern === value || patternOf(pattern, isCaseFree).test(value);
}

// An arn has six parts and only the last may hold colons; a wildcard never reaches across a colon before that.
function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** ArnLike and ArnEquals: part by part, both with wildcards, as AWS documents them. */
export function fitsArn(pattern: string, arn: string): boolean {
  if (!arn.startsWith('arn:')) return false;
  const wanted = partsOf(pattern);
  return partsOf(arn).every((part, place) => fits(wanted[place] ?? '', part));
}
