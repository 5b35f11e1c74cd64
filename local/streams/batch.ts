import type { Cause } from '../model.ts';
import type { StreamRecord } from '../tables/store/stream-records.ts';

export type Entry = { readonly record: StreamRecord; readonly cause: Cause; readonly arrivedAt: number };

/** Records on their way to a function together; `failures` counts the tries that got nowhere. */
export type Batch = { readonly entries: readonly Entry[]; readonly failures: number };

/** What to do with a batch that failed from its `failedAt`-th record on: what comes next, in order, or what to give up. */
export type Verdict = { readonly next: readonly Batch[]; readonly hasToWait: boolean } | { readonly lost: Batch };

/**
 * Lambda's rules for streams: records before the first failed one are done; a batch that gets nowhere is halved when the
 * mapping bisects ("splitting batches doesn't consume the retry quota"), else tried again until its retries are used up.
 */
export function judge(batch: Batch, failedAt: number, bisects: boolean, maxRetries: number): Verdict {
  const rest = batch.entries.slice(failedAt);
  if (failedAt > 0) return { next: [{ entries: rest, failures: 0 }], hasToWait: false };
  if (bisects && rest.length > 1) {
    const half = Math.ceil(rest.length / 2);
    const halves = [rest.slice(0, half), rest.slice(half)];
    return { next: halves.map((entries) => ({ entries, failures: batch.failures })), hasToWait: false };
  }
  const failures = batch.failures + 1;
  if (failures > maxRetries) return { lost: { entries: rest, failures } };
  return { next: [{ entries: rest, failures }], hasToWait: true };
}
