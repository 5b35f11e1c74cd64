import { type Cause, type Json, type JsonObject, WireFault } from '../../model.ts';
import type { Engine, Operation } from '../engine.ts';
import { invalid } from '../refusals.ts';
import { allowOnly, asObject, isList, needObject } from '../request.ts';
import { type Bill, consumedCapacities, mergeBills, readCapacityMode, spentOn } from './capacity.ts';
import { refuseCount, refuseRepeats } from './item-lists.ts';
import { commitAlone } from './item-writes.ts';
import { readWriteRequest, type WriteRequest } from './write-requests.ts';

const ALLOWED = new Set(['RequestItems', 'ReturnConsumedCapacity']);
// Service limit: 25 writes for one batch.
const MAX_ITEMS = 25;
const LATER = new Set(['TransactionConflictException', 'ThrottlingException']);

type Part = { readonly name: string; readonly json: Json; readonly request: WriteRequest };

export const batchWriteItem: Operation = (engine, input, cause) => {
  allowOnly(input, 'BatchWriteItem', ALLOWED);
  const mode = readCapacityMode(input);
  const parts = Object.entries(needObject(input, 'RequestItems')).flatMap(([name, list]) =>
    readParts(engine, name, list),
  );
  refuseCount('RequestItems', parts.length, MAX_ITEMS);
  refuseRepeats(
    parts.map((part) => part.request),
    'Provided list of item keys contains duplicates',
  );
  const results = parts.map((part) => ({ part, outcome: attempt(engine, part.request, cause) }));
  const refusals = results.flatMap(({ outcome }) => (outcome instanceof WireFault ? [outcome] : []));
  const hot = refusals.find((fault) => fault.code === 'ThrottlingException');
  if (hot !== undefined && refusals.length === parts.length) throw hot;
  const bills = mergeBills(results.flatMap(({ outcome }) => (outcome instanceof WireFault ? [] : [outcome])));
  const unwritten = results.filter(({ outcome }) => outcome instanceof WireFault).map(({ part }) => part);
  return {
    body: { UnprocessedItems: byTable(unwritten), ...consumedCapacities(mode, bills) },
    ...spentOn(bills),
  };
};

function readParts(engine: Engine, name: string, list: Json | undefined): Part[] {
  if (!isList(list)) throw invalid('RequestItems must hold a list of writes for each table');
  return list.map((json) => {
    const write = asObject(json, 'WriteRequest');
    const [kind, ...others] = Object.keys(write);
    if (others.length > 0 || (kind !== 'PutRequest' && kind !== 'DeleteRequest'))
      throw invalid(
        'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
      );
    const given = needObject(write, kind);
    const named = { ...given, TableName: name };
    return {
      name,
      json,
      request: readWriteRequest(engine, kind === 'PutRequest' ? 'Put' : 'Delete', named, 'in transaction'),
    };
  });
}

function attempt(engine: Engine, request: WriteRequest, cause: Cause): Bill | WireFault {
  try {
    return { table: request.table, write: commitAlone(engine, request, cause).units };
  } catch (error) {
    if (error instanceof WireFault && LATER.has(error.code)) return error;
    throw error;
  }
}

function byTable(parts: readonly Part[]): JsonObject {
  const tables = new Map<string, Json[]>();
  for (const { name, json } of parts) tables.set(name, [...(tables.get(name) ?? []), json]);
  return Object.fromEntries(tables);
}
