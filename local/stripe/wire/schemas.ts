import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Shape, shapeOf } from './type-text.ts';

type Schemas = {
  /** The API version that the pinned SDK speaks, e.g. `2026-10-28.endive`. */
  readonly version: string;
  readonly operations: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
};

const readSchemas = (): Schemas =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../schemas.json'), 'utf8')) as Schemas;
const schemas = readSchemas();

export const apiVersion = schemas.version;

export type Field = { readonly name: string; readonly isOptional: boolean; readonly shape: Shape };
export type Fields = ReadonlyMap<string, Field>;

const mapKey = /^\[\w+: string\]$/;
const resolved = new Map<string, Fields | Shape>();

/** The parameters of a call, made from the SDK's declarations by `tools/stripe-schemas.ts`. */
export function parametersOf(operation: string): Shape {
  const name = schemas.operations[operation];
  if (name === undefined) throw new Error(`schemas.json has no parameters of ${operation}`);
  return { kind: 'named', name };
}

/** A named type: its fields, or the shape its name stands for. */
export function typeOf(name: string): Fields | Shape {
  const known = resolved.get(name);
  if (known) return known;
  const found = schemas.types[name];
  if (found === undefined) throw new Error(`schemas.json has no type ${name}`);
  const made = typeof found === 'string' ? shapeOf(found) : fieldsOf(found);
  resolved.set(name, made);
  return made;
}

function fieldsOf(record: Readonly<Record<string, string>>): Fields | Shape {
  const entries = Object.entries(record);
  const values = entries.find(([key]) => mapKey.test(key))?.[1];
  if (values !== undefined) return { kind: 'map', of: shapeOf(values) };
  const fields = entries.map(([key, text]): [string, Field] => {
    const name = key.replace(/\?$/, '');
    return [name, { name, isOptional: key.endsWith('?'), shape: shapeOf(text) }];
  });
  return new Map(fields);
}
