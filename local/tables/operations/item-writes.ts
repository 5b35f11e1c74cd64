import type { Cause, JsonObject, WireAnswer } from '../../model.ts';
import { type Engine, isConflictAsked, type Operation } from '../engine.ts';
import { project } from '../expressions/projections.ts';
import { conflicting, invalid, throttled } from '../refusals.ts';
import { optionalChoice } from '../request.ts';
import type { Change } from '../store/commit.ts';
import type { Item } from '../values/value.ts';
import { consumedCapacity, readCapacityMode, spentOn } from './capacity.ts';
import { evaluateWrite, type Write } from './evaluate-write.ts';
import { readWriteRequest, type WriteRequest } from './write-requests.ts';

const RETURNS = ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'] as const;
type Returns = (typeof RETURNS)[number];

export const putItem: Operation = (engine, input, cause) => writeItem(engine, 'Put', input, cause);
export const updateItem: Operation = (engine, input, cause) => writeItem(engine, 'Update', input, cause);
export const deleteItem: Operation = (engine, input, cause) => writeItem(engine, 'Delete', input, cause);

function writeItem(engine: Engine, kind: 'Put' | 'Update' | 'Delete', input: JsonObject, cause: Cause): WireAnswer {
  const request = readWriteRequest(engine, kind, input, 'single');
  const mode = readCapacityMode(input);
  const returns = readReturns(input, kind);
  if (isConflictAsked(engine, `${kind}Item`)) throw conflicting();
  const { change, units } = commitAlone(engine, request, cause);
  const bill = { table: request.table, write: units };
  const attributes = attributesFor(returns, change, request);
  return {
    body: {
      ...(attributes && Object.keys(attributes).length > 0 && { Attributes: attributes }),
      ConsumedCapacity: consumedCapacity(mode, bill),
    },
    ...spentOn([bill]),
  };
}

/** Writes one item outside a transaction; throws if a transaction holds it, its condition fails or its partition is hot. */
export function commitAlone(engine: Engine, request: WriteRequest, cause: Cause): Write {
  if (engine.locks.isHeld(request.table, request.key.key)) throw conflicting();
  const write = evaluateWrite(request, false);
  const hot = engine.throttle.take(write.change, write.units);
  if (hot !== undefined) throw throttled(hot);
  engine.commit([write.change], cause, 'caller');
  return write;
}

function readReturns(input: JsonObject, kind: 'Put' | 'Update' | 'Delete'): Returns {
  const returns = optionalChoice(input, 'ReturnValues', RETURNS);
  if (kind !== 'Update' && returns !== 'NONE' && returns !== 'ALL_OLD')
    throw invalid('ReturnValues can only be ALL_OLD or NONE');
  return returns;
}

function attributesFor(returns: Returns, { before, after }: Change, { expressions }: WriteRequest): Item | undefined {
  const entry = returns.endsWith('OLD') ? before : after;
  if (returns === 'NONE' || entry === undefined) return undefined;
  return returns.startsWith('ALL') ? entry.item : project(entry.item, expressions.update?.paths ?? []);
}
