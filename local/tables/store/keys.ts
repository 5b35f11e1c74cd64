import type { IndexModel, JsonObject, KeyModel, TableModel } from '../../model.ts';
import { invalid } from '../refusals.ts';
import { closedPart, orderOf, partitionToken } from '../values/order.ts';
import { readItem } from '../values/read-value.ts';
import { type Item, kindOf, pickItem, type Value } from '../values/value.ts';

// Service limits: 2 048 bytes of partition key, 1 024 bytes of sort key, for tables and indexes alike.
const MAX_PARTITION_BYTES = 2048;
const MAX_SORT_BYTES = 1024;

export type KeySchema = { readonly partitionKeys: readonly KeyModel[]; readonly sortKeys: readonly KeyModel[] };

export function schemaOf(model: TableModel): KeySchema {
  return { partitionKeys: [model.partitionKey], sortKeys: model.sortKey === undefined ? [] : [model.sortKey] };
}

export function namesOf(schema: KeySchema): readonly string[] {
  return [...schema.partitionKeys, ...schema.sortKeys].map((key) => key.name);
}

/** Where a partition's entries begin: all its keys start with this, and no others do. */
export function partitionStart(values: readonly Value[]): string {
  const parts = values.map((value) => closedPart(orderOf(value))).join('');
  return partitionToken(parts) + parts;
}

/** The sorting key of an item under a schema; undefined if the item lacks one of the attributes. */
export function keyUnder(schema: KeySchema, item: Item): string | undefined {
  const partition = valuesFor(schema.partitionKeys, item);
  const sort = valuesFor(schema.sortKeys, item);
  if (partition === undefined || sort === undefined) return undefined;
  return partitionStart(partition) + sort.map((value) => closedPart(orderOf(value))).join('');
}

function valuesFor(keys: readonly KeyModel[], item: Item): readonly Value[] | undefined {
  const values = keys.map((key) => item[key.name]).filter((value) => value !== undefined);
  return values.length === keys.length ? values : undefined;
}

export type ItemKey = { readonly key: string; readonly attributes: Item };

/** Reads the `Key` of a request: exactly the table's key attributes, in their types. */
export function readKey(model: TableModel, json: JsonObject): ItemKey {
  const schema = schemaOf(model);
  const attributes = readItem(json);
  const names = namesOf(schema);
  const keys = [...schema.partitionKeys, ...schema.sortKeys];
  const hasAll = keys.every(({ name, type }) => attributes[name] !== undefined && kindOf(attributes[name]) === type);
  if (!hasAll || Object.keys(attributes).length !== names.length)
    throw invalid('The provided key element does not match the schema');
  refuseBadParts(schema, attributes, (key) => `Key: ${key.name}`);
  return { key: keyUnder(schema, attributes) ?? '', attributes };
}

/** The key of a whole item that is to be stored; refuses an item that lacks it. */
export function keyOfItem(model: TableModel, item: Item): ItemKey {
  const schema = schemaOf(model);
  for (const { name, type } of [...schema.partitionKeys, ...schema.sortKeys]) {
    const value = item[name];
    if (value === undefined)
      throw invalid(`One or more parameter values were invalid: Missing the key ${name} in the item`);
    if (kindOf(value) !== type)
      throw invalid(
        `One or more parameter values were invalid: Type mismatch for key ${name} expected: ${type} actual: ${kindOf(value)}`,
      );
  }
  refuseBadParts(schema, item, (key) => `Key: ${key.name}`);
  return { key: keyUnder(schema, item) ?? '', attributes: pickItem(item, namesOf(schema)) };
}

/** Refuses index keys of the wrong type, empty or too long; an item that has no such attribute is simply not indexed. */
export function checkIndexKeys(index: IndexModel, item: Item, isUpdate: boolean): void {
  for (const { name, type } of [...index.partitionKeys, ...index.sortKeys]) {
    const value = item[name];
    if (value === undefined || kindOf(value) === type) continue;
    throw invalid(
      isUpdate
        ? 'The update expression attempted to update the secondary index key to unsupported type'
        : `One or more parameter values were invalid: Type mismatch for Index Key ${name} Expected: ${type} Actual: ${kindOf(value)} IndexName: ${index.name}`,
    );
  }
  refuseBadParts(index, item, (key) => `IndexName: ${index.name}, IndexKey: ${key.name}`);
}

function refuseBadParts(schema: KeySchema, item: Item, show: (key: KeyModel) => string): void {
  refuseLong(schema.partitionKeys, item, MAX_PARTITION_BYTES, show);
  refuseLong(schema.sortKeys, item, MAX_SORT_BYTES, show);
}

function refuseLong(keys: readonly KeyModel[], item: Item, most: number, show: (key: KeyModel) => string): void {
  let total = 0;
  for (const key of keys) {
    const value = item[key.name];
    if (value === undefined || 'N' in value) continue;
    const bytes = 'S' in value ? Buffer.byteLength(value.S) : 'B' in value ? Buffer.byteLength(value.B, 'base64') : 0;
    if (bytes === 0)
      throw invalid(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${'S' in value ? 'string' : 'binary'} value. ${show(key)}`,
      );
    total += bytes;
  }
  if (total <= most) return;
  const what =
    most === MAX_PARTITION_BYTES
      ? 'Size of hashkey has exceeded the maximum size limit of2048 bytes'
      : 'Aggregated size of all range keys has exceeded the size limit of 1024 bytes';
  throw invalid(`One or more parameter values were invalid: ${what}`);
}
