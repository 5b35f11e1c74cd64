/** A typed attribute as it travels on the wire. Never changed once made: items share their parts freely. */
export type Value =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] }
  | { readonly L: readonly Value[] }
  | { readonly M: Item };

export const KINDS = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'] as const;
export type Kind = (typeof KINDS)[number];

/** Attributes by name. Numbers are in canonical form, binaries in canonical base64. */
export type Item = { readonly [name: string]: Value };

/** An item under construction. It inherits nothing, so `constructor` and `__proto__` are names like any other. */
export class Attributes {
  [name: string]: Value;
}
Reflect.setPrototypeOf(Attributes.prototype, null);
Reflect.deleteProperty(Attributes.prototype, 'constructor');

export function kindOf(value: Value): Kind {
  if ('S' in value) return 'S';
  if ('N' in value) return 'N';
  if ('M' in value) return 'M';
  if ('L' in value) return 'L';
  if ('BOOL' in value) return 'BOOL';
  if ('NULL' in value) return 'NULL';
  if ('SS' in value) return 'SS';
  if ('NS' in value) return 'NS';
  return 'B' in value ? 'B' : 'BS';
}

/** The members of a set, or undefined for what is not a set. */
export function setMembers(value: Value): readonly string[] | undefined {
  if ('SS' in value) return value.SS;
  if ('NS' in value) return value.NS;
  return 'BS' in value ? value.BS : undefined;
}

export function setOf(kind: 'SS' | 'NS' | 'BS', members: readonly string[]): Value {
  if (kind === 'SS') return { SS: members };
  return kind === 'NS' ? { NS: members } : { BS: members };
}

export function copyItem(item: Item): Attributes {
  const copy = new Attributes();
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) copy[name] = value;
  }
  return copy;
}

/** The named attributes only. */
export function pickItem(item: Item, names: Iterable<string>): Item {
  const picked = new Attributes();
  for (const name of names) {
    const value = item[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
