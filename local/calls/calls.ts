/** One call that went over the AWS wire; times are epoch milliseconds of the virtual clock, units DynamoDB capacity units. */
export type Call = {
  readonly at: number;
  readonly requestId?: string;
  readonly causedBy?: string;
  readonly function: string;
  readonly service: string;
  readonly operation: string;
  readonly table?: string;
  readonly readUnits?: number;
  readonly writeUnits?: number;
  readonly durationMs: number;
  readonly error?: string;
};

export type Calls = {
  record(call: Call): void;
  /** Oldest first; with `since`, those made at that time or later. */
  list(since?: number): readonly Call[];
  clear(): void;
};

/** Keeps the newest calls, 200 000 unless said otherwise; older ones fall out. */
export function createCalls(capacity = 200_000): Calls {
  let ring: Call[] = [];
  let oldest = 0;
  return {
    record(call) {
      if (ring.length < capacity) {
        ring.push(call);
        return;
      }
      ring[oldest] = call;
      oldest = (oldest + 1) % capacity;
    },
    list(since = Number.NEGATIVE_INFINITY) {
      return [...ring.slice(oldest), ...ring.slice(0, oldest)].filter((call) => call.at >= since);
    },
    clear() {
      ring = [];
      oldest = 0;
    },
  };
}
