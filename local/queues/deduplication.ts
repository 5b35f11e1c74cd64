/** "The deduplication interval is 5 minutes" (SQS developer guide, exactly-once processing). */
const intervalMilliseconds = 5 * 60 * 1000;

type Known<T> = { readonly value: T; readonly until: number };

/** Remembers what was sent in the last 5 minutes by deduplication id. */
export class DeduplicationWindow<T> {
  readonly #known = new Map<string, Known<T>>();

  find(id: string, now: number): T | undefined {
    this.#forget(now);
    return this.#known.get(id)?.value;
  }

  remember(id: string, value: T, now: number): void {
    this.#known.set(id, { value, until: now + intervalMilliseconds });
  }

  #forget(now: number): void {
    for (const [id, { until }] of this.#known) {
      if (until > now) return;
      this.#known.delete(id);
    }
  }
}
