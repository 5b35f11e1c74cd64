/** Parameters before they are checked: texts, lists and records of them. From JSON also numbers, booleans and null. */
export type Raw = null | boolean | number | string | readonly Raw[] | { readonly [key: string]: Raw };

type Nest = { [key: string]: Nest | string };

const partsOf = (key: string): string[] => {
  const [head = ''] = key.split('[', 1);
  return [head, ...[...key.slice(head.length).matchAll(/\[([^\]]*)\]/g)].map(([, part = '']) => part)];
};

/** Reads `a[b][0]=x` into nested records; numbered keys, or empty ones, become lists. */
export function decodeForm(text: string): { readonly [key: string]: Raw } {
  const root: Nest = Object.create(null);
  for (const [key, value] of new URLSearchParams(text)) place(root, partsOf(key), value);
  return Object.fromEntries(Object.entries(root).map(([key, value]) => [key, toRaw(value)]));
}

function place(root: Nest, parts: readonly string[], value: string): void {
  let here = root;
  for (const [depth, part] of parts.entries()) {
    const key = part === '' && depth > 0 ? String(Object.keys(here).length) : part;
    if (depth === parts.length - 1) {
      here[key] = value;
      return;
    }
    const known = here[key];
    const next: Nest = typeof known === 'object' ? known : Object.create(null);
    here[key] = next;
    here = next;
  }
}

function toRaw(value: Nest | string): Raw {
  if (typeof value === 'string') return value;
  const keys = Object.keys(value);
  const isList = keys.every((key, index) => key === String(index));
  if (isList) return Object.values(value).map(toRaw);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toRaw(inner)]));
}
