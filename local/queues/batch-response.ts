import { isList, isObject } from '../assembly/json.ts';
import type { Json } from '../model.ts';

const none: ReadonlySet<string> = new Set();

/**
 * Which items a function with ReportBatchItemFailures reports as failed. Nothing, null, `{}` or an empty list: none;
 * a broken report (another shape, a missing or empty `itemIdentifier`, one that is not in the batch): all of them.
 */
export function readItemFailures(payload: Json | undefined, batch: readonly string[]): ReadonlySet<string> {
  const all = new Set(batch);
  if (payload === undefined || payload === null) return none;
  if (!isObject(payload)) return all;
  const failures = payload['batchItemFailures'] ?? null;
  if (failures === null) return none;
  if (!isList(failures)) return all;
  const failed = new Set<string>();
  for (const failure of failures) {
    const id = isObject(failure) ? failure['itemIdentifier'] : undefined;
    if (typeof id !== 'string' || !all.has(id)) return all;
    failed.add(id);
  }
  return failed;
}
