import { type Cause, type Json, type Spent, type WireAnswer, WireFault } from '../../model.ts';
import { type Engine, isConflictAsked, type Operation } from '../engine.ts';
import { invalid } from '../refusals.ts';
import { allowOnly, asObject, needList, optionalText } from '../request.ts';
import { readUnitsOf } from '../store/units.ts';
import { CONFLICT, cancelled, NO_REASON, type Reason, reasonOf, THROTTLED } from './cancellation.ts';
import { type CapacityMode, consumedCapacities, mergeBills, readCapacityMode, spentOn } from './capacity.ts';
import { evaluateWrite, type Write } from './evaluate-write.ts';
import { refuseCount, refuseRepeats } from './item-lists.ts';
import { readWriteRequest, type WriteRequest } from './write-requests.ts';

const ALLOWED = new Set(['TransactItems', 'ClientRequestToken', 'ReturnConsumedCapacity']);
const KINDS = ['Put', 'Update', 'Delete', 'ConditionCheck'] as const;
// Service limits: 100 items and 4 MB for one transaction.
const MAX_ITEMS = 100;
const MAX_BYTES = 4 * 1024 * 1024;

export const transactWriteItems: Operation = (engine, input, cause) => {
  allowOnly(input, 'TransactWriteItems', ALLOWED);
  const mode = readCapacityMode(input);
  const items = needList(input, 'TransactItems');
  refuseCount('TransactItems', items.length, MAX_ITEMS);
  const requests = items.map((item) => readAction(engine, item));
  refuseRepeats(requests, 'Transaction request cannot include multiple operations on one item');
  const token = optionalText(input, 'ClientRequestToken');
  if (token === undefined) return run(engine, requests, mode, cause, () => undefined);
  if (engine.tokens.begin(token, JSON.stringify(items)) === 'done') return answerRepeat(requests, mode);
  return run(engine, requests, mode, cause, (isCommitted) => engine.tokens.close(token, isCommitted));
};

function readAction(engine: Engine, json: Json): WriteRequest {
  const action = asObject(json, 'TransactItems');
  const kinds = Object.keys(action).filter((name) => action[name] !== undefined && action[name] !== null);
  const kind = KINDS.find((known) => known === kinds[0]);
  if (kind === undefined || kinds.length !== 1)
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  return readWriteRequest(engine, kind, asObject(action[kind], kind), 'in transaction');
}

/** Decides at once; holds the items for a while if the engine is told to; commits all or nothing. */
function run(
  engine: Engine,
  requests: readonly WriteRequest[],
  mode: CapacityMode,
  cause: Cause,
  close: (isCommitted: boolean) => void,
): WireAnswer | Promise<WireAnswer> {
  const writes = decide(engine, requests, close);
  const finish = (): WireAnswer => {
    engine.commit(
      writes.map((write) => write.change),
      cause,
      'caller',
    );
    close(true);
    return answer(writes, mode);
  };
  if (engine.holdTransactionsMs === 0) return finish();
  const release = engine.locks.hold(requests.map(({ table, key }) => ({ table, key: key.key })));
  const held = new Promise((resolve) => setTimeout(resolve, engine.holdTransactionsMs));
  return engine.clock.track(held.then(release).then(finish));
}

function decide(engine: Engine, requests: readonly WriteRequest[], close: (isCommitted: boolean) => void): Write[] {
  try {
    const isAsked = isConflictAsked(engine, 'TransactWriteItems');
    const verdicts = requests.map((request, at) => judge(engine, request, isAsked && at === 0));
    refuseReasons(verdicts);
    const writes = verdicts.flatMap(({ write }) => (write === undefined ? [] : [write]));
    if (writes.reduce((sum, { change }) => sum + (change.after?.size ?? 0), 0) > MAX_BYTES)
      throw invalid('Collection size of items in a transaction cannot exceed 4MB');
    const hot = writes.map(({ change, units }) => engine.throttle.take(change, units));
    refuseReasons(hot.map((arn) => ({ reason: arn === undefined ? NO_REASON : THROTTLED, spent: {} })));
    return writes;
  } catch (error) {
    close(false);
    throw error;
  }
}

type Verdict = { readonly reason: Reason; readonly write?: Write; readonly spent: Spent };

function judge(engine: Engine, request: WriteRequest, isConflictForced: boolean): Verdict {
  if (isConflictForced || engine.locks.isHeld(request.table, request.key.key)) return { reason: CONFLICT, spent: {} };
  try {
    const write = evaluateWrite(request, true);
    return { reason: NO_REASON, write, spent: spentOn([{ table: request.table, write: write.units }]) };
  } catch (error) {
    return { reason: reasonOf(error), spent: error instanceof WireFault ? error.spent : {} };
  }
}

function refuseReasons(verdicts: readonly Verdict[]): void {
  if (verdicts.every(({ reason }) => reason === NO_REASON)) return;
  const tables = new Set(verdicts.flatMap(({ spent }) => spent.table ?? []));
  const writeUnits = verdicts.reduce((sum, { spent }) => sum + (spent.writeUnits ?? 0), 0);
  const reasons = verdicts.map(({ reason }) => reason);
  throw cancelled(reasons, { table: [...tables].join(','), readUnits: 0, writeUnits });
}

function answer(writes: readonly Write[], mode: CapacityMode): WireAnswer {
  const bills = mergeBills(writes.map(({ change, units }) => ({ table: change.table, write: units })));
  return { body: consumedCapacities(mode, bills, true), ...spentOn(bills) };
}

/** A transaction that ran before is answered as done; it costs the reading of its items. */
function answerRepeat(requests: readonly WriteRequest[], mode: CapacityMode): WireAnswer {
  const bills = mergeBills(
    requests.map(({ table, key }) => {
      const size = table.entries.get(key.key)?.size ?? 0;
      return { table, read: readUnitsOf(size, true) * 2 };
    }),
  );
  return { body: consumedCapacities(mode, bills, true), ...spentOn(bills) };
}
