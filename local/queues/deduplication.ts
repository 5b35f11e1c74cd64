import type { Shelf } from '../model.ts';

/** "The deduplication interval is 5 minutes" (SQS developer guide, exactly-once processing). */
const intervalMilliseconds = 5 * 60 * 1000;

export type Known<T> = { readonly value: T; readonly until: number };

/** Remembers what was sent in the last 5 minutes by deduplication id. */
export class DeduplicationWindow<T> {
  readonly #kept: Shelf<Known<T>>;
  readonly #known: Map<string, Known<T>>;

  constructor(kept: Shelf<Known<T>>) {
    this.#kept = kept;
    this.#known = new Map(kept.entries());
  }

  find(id: string, now: number): T | undefined {
    this.#forget(now);
    return this.#known.get(id)?.value;
  }

  remember(id: string, value: T, now: number): void {
    const known = { value, until: now + intervalMilliseconds };
    this.#known.set(id, known);
    this.#kept.put(id, known);
  }

  #forget(now: number): void {
    for (const [id, { until }] of this.#known) {
      if (until > now) return;
      this.#known.delete(id);
      this.#kept.remove(id);
    }
  }
}
