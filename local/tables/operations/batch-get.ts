import type { Json, JsonObject } from '../../model.ts';
import { type Engine, type Operation, tableOf } from '../engine.ts';
import { type Expressions, readExpressions } from '../expressions/read-expressions.ts';
import { allowOnly, asObject, needList, needObject, optionalBoolean } from '../request.ts';
import { type ItemKey, readKey } from '../store/keys.ts';
import type { TableState } from '../store/table.ts';
import { readUnitsOf } from '../store/units.ts';
import { consumedCapacities, readCapacityMode, spentOn } from './capacity.ts';
import { refuseCount, refuseRepeats } from './item-lists.ts';
import { shown } from './item-reads.ts';

const ALLOWED = new Set(['RequestItems', 'ReturnConsumedCapacity']);
const ALLOWED_PART = new Set(['Keys', 'ConsistentRead', 'ProjectionExpression', 'ExpressionAttributeNames']);
// Service limits: 100 items and 16 MB for one batch of reads.
const MAX_ITEMS = 100;
const MAX_BYTES = 16 * 1024 * 1024;

type Part = {
  readonly name: string;
  readonly given: JsonObject;
  readonly table: TableState;
  readonly keys: readonly { readonly json: Json; readonly table: TableState; readonly key: ItemKey }[];
  readonly expressions: Expressions;
  readonly isConsistent: boolean;
};
type Room = { left: number };

export const batchGetItem: Operation = (engine, input) => {
  allowOnly(input, 'BatchGetItem', ALLOWED);
  const mode = readCapacityMode(input);
  const parts = Object.entries(needObject(input, 'RequestItems')).map(([name, json]) => readPart(engine, name, json));
  const keys = parts.flatMap((part) => part.keys);
  refuseCount('RequestItems', keys.length, MAX_ITEMS);
  refuseRepeats(keys, 'Provided list of item keys contains duplicates');
  const room: Room = { left: MAX_BYTES };
  const results = parts.map((part) => ({ part, ...readAll(part, room) }));
  const bills = results.map(({ part, units }) => ({ table: part.table, read: units }));
  return {
    body: {
      Responses: Object.fromEntries(results.map(({ part, items }) => [part.name, items])),
      UnprocessedKeys: Object.fromEntries(
        results
          .filter(({ unread }) => unread.length > 0)
          .map(({ part, unread }) => [part.name, { ...part.given, Keys: unread }]),
      ),
      ...consumedCapacities(mode, bills),
    },
    ...spentOn(bills),
  };
};

function readPart(engine: Engine, name: string, json: Json | undefined): Part {
  const given = asObject(json, 'RequestItems');
  allowOnly(given, 'BatchGetItem', ALLOWED_PART);
  const list = needList(given, 'Keys');
  const expressions = readExpressions(given);
  const isConsistent = optionalBoolean(given, 'ConsistentRead', false);
  const table = tableOf(engine, name);
  const keys = list.map((key) => ({ json: key, table, key: readKey(table.model, asObject(key, 'Keys')) }));
  return { name, given, table, keys, expressions, isConsistent };
}

/** Answers come in storage order, not in that of the request: the service promises no order either. */
function readAll(part: Part, room: Room): { items: JsonObject[]; unread: Json[]; units: number } {
  const items: JsonObject[] = [];
  const unread: Json[] = [];
  let units = 0;
  for (const { json, key } of part.keys.toSorted((one, other) => (one.key.key < other.key.key ? -1 : 1))) {
    const entry = part.table.entries.get(key.key);
    if (room.left <= 0) {
      unread.push(json);
      continue;
    }
    room.left -= entry?.size ?? 0;
    units += readUnitsOf(entry?.size ?? 0, part.isConsistent);
    const item = shown(entry, part.expressions);
    if (item !== undefined) items.push(item);
  }
  return { items, unread, units };
}
