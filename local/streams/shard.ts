import type { Clock, Faults, Invoke, MappingModel, SendMessage } from '../model.ts';
import { readItemFailures } from '../queues/batch-response.ts';
import { type Batch, type Entry, judge } from './batch.ts';
import { failureBody, type LossReason } from './failure-body.ts';

export type ShardContext = {
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly send: SendMessage;
  readonly faults?: Faults | undefined;
  /** Hears of records that are delivered or given up. */
  readonly onDone: (entries: readonly Entry[]) => void;
};

/** Streams keep a record for 24 hours, whatever the mapping says. */
const retentionSeconds = 86_400;
const longestBackoffSeconds = 60;
const faultDelaySeconds = 30;

/** One sequence of records on its way to a function: in order, one batch at a time; a failing batch holds up what is behind it. */
export class Shard {
  readonly #id: string;
  readonly #mapping: MappingModel;
  readonly #context: ShardContext;
  readonly #arrived: Entry[] = [];
  /** Parts of batches that failed; they come before anything new. */
  #again: Batch[] = [];
  #state: 'idle' | 'planned' | 'busy' | 'paused' = 'idle';
  #window: 'closed' | 'open' | 'over' = 'closed';

  constructor(id: string, mapping: MappingModel, context: ShardContext) {
    this.#id = id;
    this.#mapping = mapping;
    this.#context = context;
  }

  push(entry: Entry): void {
    this.#arrived.push(entry);
    this.#plan();
  }

  // In a turn of its own, so that what one call writes comes in one batch.
  #plan(): void {
    if (this.#state !== 'idle') return;
    this.#state = 'planned';
    const { clock } = this.#context;
    void clock.track(Promise.resolve().then(() => this.#work()));
  }

  #work(): void {
    this.#state = 'idle';
    const batch = this.#nextBatch();
    if (batch === undefined) return;
    this.#state = 'busy';
    const run = this.#run(batch).finally(() => {
      if (this.#state === 'busy') this.#state = 'idle';
      this.#plan();
    });
    void this.#context.clock.track(run);
  }

  #nextBatch(): Batch | undefined {
    const again = this.#again.shift();
    if (again !== undefined) return again;
    const { batchSize, windowSeconds } = this.#mapping;
    const isFull = this.#arrived.length >= batchSize;
    if (this.#arrived.length === 0) return undefined;
    if (!isFull && windowSeconds > 0 && this.#window !== 'over') {
      if (this.#window === 'closed') this.#openWindow(windowSeconds);
      return undefined;
    }
    this.#window = 'closed';
    return { entries: this.#arrived.splice(0, batchSize), failures: 0 };
  }

  #openWindow(seconds: number): void {
    const { clock } = this.#context;
    this.#window = 'open';
    clock.at(clock.now() + seconds * 1000, `${this.#id} batch window`, () => {
      if (this.#window === 'open') this.#window = 'over';
      this.#plan();
    });
  }

  async #run(whole: Batch): Promise<void> {
    const batch = this.#withoutOld(whole);
    if (batch.entries.length === 0) return;
    const fault = this.#context.faults?.take('streams', this.#tableName(), ['duplicate', 'delay']);
    if (fault === 'delay') {
      this.#again.unshift(batch);
      this.#pause(faultDelaySeconds);
      return;
    }
    if (fault === 'duplicate') await this.#firstFailure(batch);
    const failedAt = await this.#firstFailure(batch);
    this.#context.onDone(batch.entries.slice(0, failedAt));
    if (failedAt < batch.entries.length) this.#settle(batch, failedAt);
  }

  #settle(batch: Batch, failedAt: number): void {
    const { bisects, maxRetries = Number.POSITIVE_INFINITY } = this.#mapping;
    const verdict = judge(batch, failedAt, bisects, maxRetries);
    if ('lost' in verdict) {
      this.#lose(verdict.lost, 'RetryAttemptsExhausted');
      return;
    }
    this.#again.unshift(...verdict.next);
    if (verdict.hasToWait) this.#pause(Math.min(2 ** batch.failures, longestBackoffSeconds));
  }

  #pause(seconds: number): void {
    const { clock } = this.#context;
    this.#state = 'paused';
    clock.at(clock.now() + seconds * 1000, `${this.#id} tries again`, () => {
      this.#state = 'idle';
      this.#plan();
    });
  }

  /** The place of the first failed record; the number of records when all went well. */
  async #firstFailure({ entries }: Batch): Promise<number> {
    const records = entries.map(({ record }) => record);
    const { functionArn, reportsItemFailures } = this.#mapping;
    try {
      const result = await this.#context.invoke(functionArn, { Records: records }, entries[0]?.cause ?? {});
      if (!result.isOk) return 0;
      if (!reportsItemFailures) return records.length;
      const failed = readItemFailures(result.payload, records.map(sequenceOf));
      const place = records.findIndex((record) => failed.has(sequenceOf(record)));
      return place < 0 ? records.length : place;
    } catch {
      return 0;
    }
  }

  #withoutOld(batch: Batch): Batch {
    const maxAgeSeconds = Math.min(this.#mapping.maxAgeSeconds ?? retentionSeconds, retentionSeconds);
    const oldest = this.#context.clock.now() - maxAgeSeconds * 1000;
    const old = batch.entries.filter(({ arrivedAt }) => arrivedAt < oldest);
    if (old.length === 0) return batch;
    this.#lose({ ...batch, entries: old }, 'RecordAgeExceeded');
    return { ...batch, entries: batch.entries.slice(old.length) };
  }

  #lose(batch: Batch, reason: LossReason): void {
    const { onFailureArn, functionArn, sourceArn: streamArn } = this.#mapping;
    const now = this.#context.clock.now();
    this.#context.onDone(batch.entries);
    const body = failureBody(batch, reason, { functionArn, streamArn, shardId: this.#id, now });
    if (onFailureArn === undefined) console.error(`${functionArn} loses ${batch.entries.length} records: ${reason}`);
    else this.#context.send(onFailureArn, JSON.stringify(body), {}, batch.entries[0]?.cause ?? {});
  }

  #tableName(): string {
    return this.#mapping.sourceArn.split('/')[1] ?? '';
  }
}

function sequenceOf(record: Entry['record']): string {
  return record.dynamodb.SequenceNumber;
}
