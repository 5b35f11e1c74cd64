import type { Spent } from '../../model.ts';
import { isMet } from '../expressions/conditions.ts';
import { applyUpdate } from '../expressions/updates.ts';
import { conditionFailed, invalid } from '../refusals.ts';
import type { Change } from '../store/commit.ts';
import { checkIndexKeys } from '../store/keys.ts';
import { type Entry, makeEntry } from '../store/table.ts';
import { type WriteUnits, writeUnitsOf } from '../store/units.ts';
import { Attributes, type Item } from '../values/value.ts';
import { spentOn } from './capacity.ts';
import type { WriteRequest } from './write-requests.ts';

// Service limit: 400 KB for an item, names and values together.
const MAX_ITEM_BYTES = 400 * 1024;
const NOTHING: Item = new Attributes();

/** A write that may be committed, and what it costs. */
export type Write = { readonly change: Change; readonly units: WriteUnits };

/** Decides a write against the stored item; throws the service's refusal. Nothing is stored yet. */
export function evaluateWrite(request: WriteRequest, isTransactional: boolean): Write {
  const { table, key, expressions } = request;
  const before = table.entries.get(key.key);
  const { condition, scope } = expressions;
  if (condition !== undefined && !isMet(condition, before?.item ?? NOTHING, scope))
    throw conditionFailed(
      request.showsOldOnFailure ? before?.item : undefined,
      costOf(request, before, isTransactional),
    );
  const after = entryAfter(request, before);
  return { change: { table, before, after }, units: writeUnitsOf(before, after, isTransactional) };
}

function entryAfter(request: WriteRequest, before: Entry | undefined): Entry | undefined {
  if (request.kind === 'Delete') return undefined;
  if (request.kind === 'ConditionCheck') return before;
  const isUpdate = request.kind === 'Update';
  const item = isUpdate ? updatedItem(request, before) : (request.item ?? NOTHING);
  for (const index of request.table.indexes) checkIndexKeys(index.model, item, isUpdate);
  const entry = makeEntry(request.table, request.key.key, item);
  if (entry.size > MAX_ITEM_BYTES)
    throw invalid(`Item size ${isUpdate ? 'to update ' : ''}has exceeded the maximum allowed size`);
  return entry;
}

function updatedItem({ key, expressions }: WriteRequest, before: Entry | undefined): Item {
  const old = before?.item ?? key.attributes;
  return expressions.update === undefined ? old : applyUpdate(expressions.update.steps, old, expressions.scope);
}

/** A failed condition is paid for by the size of the item that is there. */
function costOf({ table }: WriteRequest, before: Entry | undefined, isTransactional: boolean): Spent {
  const { table: units } = writeUnitsOf(before, before, isTransactional);
  return spentOn([{ table, write: { table: units, indexes: [] } }]);
}
