import type { Json, JsonObject } from '../../model.ts';
import { type Engine, isConflictAsked, type Operation, tableOf } from '../engine.ts';
import { project } from '../expressions/projections.ts';
import { type Expressions, readExpressions } from '../expressions/read-expressions.ts';
import { invalid } from '../refusals.ts';
import { allowOnly, asObject, needList, needObject, needText, optionalBoolean } from '../request.ts';
import { type ItemKey, readKey } from '../store/keys.ts';
import type { Entry, TableState } from '../store/table.ts';
import { readUnitsOf } from '../store/units.ts';
import type { Item } from '../values/value.ts';
import { CONFLICT, cancelled, NO_REASON } from './cancellation.ts';
import { consumedCapacities, consumedCapacity, mergeBills, readCapacityMode, spentOn } from './capacity.ts';
import { refuseCount, refuseRepeats } from './item-lists.ts';

const READ = ['TableName', 'Key', 'ProjectionExpression', 'ExpressionAttributeNames'];
const ALLOWED_ONE = new Set([...READ, 'ConsistentRead', 'ReturnConsumedCapacity']);
const ALLOWED_PART = new Set(READ);
const ALLOWED_MANY = new Set(['TransactItems', 'ReturnConsumedCapacity']);
// Service limit: 100 items for one transaction.
const MAX_ITEMS = 100;

type ReadRequest = { readonly table: TableState; readonly key: ItemKey; readonly expressions: Expressions };

export const getItem: Operation = (engine, input) => {
  allowOnly(input, 'GetItem', ALLOWED_ONE);
  const isConsistent = optionalBoolean(input, 'ConsistentRead', false);
  const mode = readCapacityMode(input);
  const request = readRequest(engine, input);
  const entry = request.table.entries.get(request.key.key);
  const bill = { table: request.table, read: readUnitsOf(entry?.size ?? 0, isConsistent) };
  const item = shown(entry, request.expressions);
  return { body: { ...(item && { Item: item }), ConsumedCapacity: consumedCapacity(mode, bill) }, ...spentOn([bill]) };
};

export const transactGetItems: Operation = (engine, input) => {
  allowOnly(input, 'TransactGetItems', ALLOWED_MANY);
  const mode = readCapacityMode(input);
  const items = needList(input, 'TransactItems');
  refuseCount('TransactItems', items.length, MAX_ITEMS);
  const requests = items.map((json) => readGet(engine, json));
  refuseRepeats(requests, 'Transaction request cannot include multiple operations on one item');
  const isAsked = isConflictAsked(engine, 'TransactGetItems');
  const found = requests.map((request) => ({ ...request, entry: request.table.entries.get(request.key.key) }));
  const bills = mergeBills(found.map(({ table, entry }) => ({ table, read: readUnitsOf(entry?.size ?? 0, true) * 2 })));
  const reasons = requests.map(({ table, key }, at) =>
    (isAsked && at === 0) || engine.locks.isHeld(table, key.key) ? CONFLICT : NO_REASON,
  );
  if (reasons.includes(CONFLICT)) throw cancelled(reasons, spentOn(bills));
  const responses = found.map(({ entry, expressions }) => {
    const item = shown(entry, expressions);
    return item === undefined ? {} : { Item: item };
  });
  return {
    body: { Responses: responses, ...consumedCapacities(mode, bills, true) },
    ...spentOn(bills),
  };
};

function readGet(engine: Engine, json: Json): ReadRequest {
  const action = asObject(json, 'TransactItems');
  if (Object.keys(action).some((name) => name !== 'Get')) throw invalid('TransactItems can only contain Get');
  const get = needObject(action, 'Get');
  allowOnly(get, 'Get', ALLOWED_PART);
  return readRequest(engine, get);
}

function readRequest(engine: Engine, input: JsonObject): ReadRequest {
  const name = needText(input, 'TableName');
  const key = needObject(input, 'Key');
  const expressions = readExpressions(input);
  const table = tableOf(engine, name);
  return { table, key: readKey(table.model, key), expressions };
}

/** The item as the caller asked to see it. */
export function shown(entry: Entry | undefined, { projection }: Expressions): Item | undefined {
  return entry === undefined || projection === undefined ? entry?.item : project(entry.item, projection);
}
