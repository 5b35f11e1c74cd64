import type { JsonObject } from '../../model.ts';
import { type Engine, tableOf } from '../engine.ts';
import { type Expressions, readExpressions } from '../expressions/read-expressions.ts';
import { invalid } from '../refusals.ts';
import { allowOnly, needObject, needText, optionalChoice } from '../request.ts';
import { type ItemKey, keyOfItem, namesOf, readKey, schemaOf } from '../store/keys.ts';
import type { TableState } from '../store/table.ts';
import { readItem } from '../values/read-value.ts';
import type { Item } from '../values/value.ts';

/** One item's write or check, read and checked as far as that goes without the stored item. */
export type WriteRequest = {
  readonly kind: 'Put' | 'Update' | 'Delete' | 'ConditionCheck';
  readonly table: TableState;
  readonly key: ItemKey;
  readonly item?: Item;
  readonly expressions: Expressions;
  readonly showsOldOnFailure: boolean;
};
export type WriteKind = WriteRequest['kind'];

const SHARED = [
  'TableName',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValuesOnConditionCheckFailure',
];
const SINGLE = ['ReturnValues', 'ReturnConsumedCapacity'];
const OWN = {
  Put: ['Item'],
  Update: ['Key', 'UpdateExpression'],
  Delete: ['Key'],
  ConditionCheck: ['Key'],
} as const;
const ALLOWED = {
  Put: new Set([...SHARED, ...OWN.Put]),
  Update: new Set([...SHARED, ...OWN.Update]),
  Delete: new Set([...SHARED, ...OWN.Delete]),
  ConditionCheck: new Set([...SHARED, ...OWN.ConditionCheck]),
};
const ALLOWED_SINGLE = {
  Put: new Set([...ALLOWED.Put, ...SINGLE]),
  Update: new Set([...ALLOWED.Update, ...SINGLE]),
  Delete: new Set([...ALLOWED.Delete, ...SINGLE]),
  ConditionCheck: ALLOWED.ConditionCheck,
};

export function readWriteRequest(
  engine: Engine,
  kind: WriteKind,
  input: JsonObject,
  form: 'single' | 'in transaction',
): WriteRequest {
  allowOnly(input, kind, form === 'single' ? ALLOWED_SINGLE[kind] : ALLOWED[kind]);
  const name = needText(input, 'TableName');
  const expressions = readExpressions(input);
  const showsOldOnFailure =
    optionalChoice(input, 'ReturnValuesOnConditionCheckFailure', ['NONE', 'ALL_OLD']) === 'ALL_OLD';
  const given = needObject(input, kind === 'Put' ? 'Item' : 'Key');
  if (kind === 'ConditionCheck') needText(input, 'ConditionExpression');
  if (kind === 'Update' && form === 'in transaction') needText(input, 'UpdateExpression');
  const table = tableOf(engine, name);
  const rest = { kind, table, expressions, showsOldOnFailure };
  if (kind !== 'Put') {
    refuseKeyUpdates(table, expressions);
    return { ...rest, key: readKey(table.model, given) };
  }
  const item = readItem(given);
  return { ...rest, key: keyOfItem(table.model, item), item };
}

function refuseKeyUpdates(table: TableState, { update }: Expressions): void {
  if (update === undefined) return;
  const names = new Set(namesOf(schemaOf(table.model)));
  for (const [head] of update.paths)
    if (typeof head === 'string' && names.has(head))
      throw invalid(
        `One or more parameter values were invalid: Cannot update attribute ${head}. This attribute is part of the key`,
      );
}
