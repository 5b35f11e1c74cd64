import type { TableModel } from '../../model.ts';
import { invalid } from '../refusals.ts';
import { namesOf, schemaOf } from './keys.ts';

// Service limits: names of 3 to 255 characters, 20 indexes a table, 4 partition and 4 sort attributes an index.
const NAME = /^[a-zA-Z0-9_.-]{3,255}$/;
const MAX_INDEXES = 20;
const MAX_KEYS = 4;

/** Refuses a table that the service would not create. */
export function checkTable(model: TableModel): void {
  for (const name of [model.name, ...model.indexes.map((index) => index.name)])
    if (!NAME.test(name))
      throw invalid(
        `Invalid table/index name ${name}: it must have 3 to 255 characters out of a-z, A-Z, 0-9, _, - and .`,
      );
  if (model.indexes.length > MAX_INDEXES)
    throw invalid(`GlobalSecondaryIndex count exceeds the limit of ${MAX_INDEXES}`);
  if (new Set(model.indexes.map((index) => index.name)).size < model.indexes.length)
    throw invalid('One or more parameter values were invalid: Duplicate index name');
  for (const { name, partitionKeys, sortKeys } of model.indexes)
    if (partitionKeys.length === 0 || partitionKeys.length > MAX_KEYS || sortKeys.length > MAX_KEYS)
      throw invalid(`Index ${name} needs 1 to ${MAX_KEYS} partition and at most ${MAX_KEYS} sort attributes`);
  refuseKeyMix(model);
}

function refuseKeyMix(model: TableModel): void {
  const types = new Map<string, string>();
  for (const schema of [schemaOf(model), ...model.indexes]) {
    const names = namesOf(schema);
    if (new Set(names).size < names.length)
      throw invalid('Both the Hash Key and the Range Key element have the same name');
    for (const { name, type } of [...schema.partitionKeys, ...schema.sortKeys]) {
      if ((types.get(name) ?? type) !== type) throw invalid(`Attribute ${name} is defined with two types`);
      types.set(name, type);
    }
  }
}
