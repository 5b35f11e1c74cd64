/** What a type's text means. `named` leads to a record of fields or to another text. */
export type Shape =
  | { readonly kind: 'string' | 'number' | 'boolean' | 'null' | 'decimal' }
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'list' | 'map'; readonly of: Shape }
  | { readonly kind: 'either'; readonly of: readonly Shape[] }
  | { readonly kind: 'named'; readonly name: string };

const plain = { string: 'string', number: 'number', boolean: 'boolean', null: 'null', Decimal: 'decimal' } as const;
const isPlain = (text: string): text is keyof typeof plain => text in plain;

const readShapes = new Map<string, Shape>();

/** Reads a type's text as `schemas.json` has it; the same text is read once. */
export function shapeOf(text: string): Shape {
  const known = readShapes.get(text);
  if (known) return known;
  const made = parse(text.trim());
  readShapes.set(text, made);
  return made;
}

function parse(text: string): Shape {
  const choices = splitChoices(text);
  if (choices.length > 1) return { kind: 'either', of: choices.map(shapeOf) };
  if (isPlain(text)) return { kind: plain[text] };
  if (text.startsWith("'")) return { kind: 'literal', value: text.slice(1, -1) };
  const [, wrapper, inner] = /^(Array|Emptyable)<(.+)>$/.exec(text) ?? [];
  if (wrapper === 'Array' && inner !== undefined) return { kind: 'list', of: shapeOf(inner) };
  if (inner !== undefined)
    return { kind: 'either', of: [{ kind: 'null' }, { kind: 'literal', value: '' }, shapeOf(inner)] };
  const [, values] = /^\{ \[\w+: string\]: (.+); \}$/.exec(text) ?? [];
  if (values !== undefined) return { kind: 'map', of: shapeOf(values) };
  if (/^[\w.]+$/.test(text)) return { kind: 'named', name: text };
  throw new Error(`schemas.json has a type that cannot be read: ${text}`);
}

/** Choices at the outer level; no literal of the SDK holds a bar. */
function splitChoices(text: string): string[] {
  let depth = 0;
  const parts = [''];
  for (const sign of text) {
    if (sign === '<' || sign === '{') depth += 1;
    if (sign === '>' || sign === '}') depth -= 1;
    if (sign === '|' && depth === 0) parts.push('');
    else parts[parts.length - 1] += sign;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}
