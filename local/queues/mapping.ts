import type { Cause, Clock, Invoke, Json, MappingModel } from '../model.ts';
import { readItemFailures } from './batch-response.ts';
import { lambdaEvent } from './lambda-event.ts';
import type { Message } from './message.ts';
import type { Queue } from './queue.ts';

/** "Lambda starts with 5 concurrent batches" of a standard queue; we stay there unless the mapping sets MaximumConcurrency. */
const defaultConcurrency = 5;
/** FIFO queues: "the maximum batch size is 10" (Lambda developer guide, SQS parameters). */
const maxFifoBatch = 10;

export type MappingContext = { readonly clock: Clock; readonly region: string; readonly invoke: Invoke };

/** Carries messages of a queue to a function, in batches; a message that fails is left to its visibility timeout. */
export class QueueMapping {
  readonly #queue: Queue;
  readonly #mapping: MappingModel;
  readonly #context: MappingContext;
  readonly #batchSize: number;
  #running = 0;
  #isPlanned = false;
  #window: 'closed' | 'open' | 'over' = 'closed';

  constructor(queue: Queue, mapping: MappingModel, context: MappingContext) {
    if (mapping.filters.length > 0) throw new Error(`${mapping.sourceArn}: filters of a queue are not done locally`);
    this.#queue = queue;
    this.#mapping = mapping;
    this.#context = context;
    this.#batchSize = queue.model.isFifo ? Math.min(mapping.batchSize, maxFifoBatch) : mapping.batchSize;
  }

  start(): void {
    this.#queue.onReady(() => this.#plan());
    this.#plan();
  }

  // In a turn of its own, so that what one call sends together comes in one batch.
  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    const turn = Promise.resolve().then(() => {
      this.#isPlanned = false;
      this.#work();
    });
    void this.#context.clock.track(turn);
  }

  #work(): void {
    const limit = this.#mapping.maxConcurrency ?? defaultConcurrency;
    while (this.#running < limit && this.#isBatchDue()) {
      const batch = this.#queue.receive(this.#batchSize);
      if (batch.length === 0) return;
      this.#window = 'closed';
      this.#running += 1;
      const delivery = this.#deliver(batch).finally(() => {
        this.#running -= 1;
        this.#plan();
      });
      void this.#context.clock.track(delivery);
    }
  }

  #isBatchDue(): boolean {
    const ready = this.#queue.readyCount();
    if (ready === 0 && this.#window === 'over') this.#window = 'closed';
    if (ready === 0) return false;
    if (this.#mapping.windowSeconds === 0 || ready >= this.#batchSize || this.#window === 'over') return true;
    if (this.#window === 'closed') this.#openWindow();
    return false;
  }

  #openWindow(): void {
    const { clock } = this.#context;
    this.#window = 'open';
    clock.at(clock.now() + this.#mapping.windowSeconds * 1000, `${this.#queue.model.name} batch window`, () => {
      if (this.#window === 'open') this.#window = 'over';
      this.#plan();
    });
  }

  async #deliver(batch: readonly Message[]): Promise<void> {
    const event = lambdaEvent(batch, this.#mapping.sourceArn, this.#context.region);
    const cause = batch[0]?.cause ?? {};
    // Receipts of now: a message that outlives its visibility timeout gets another one, which is not ours to use.
    const receipts = batch.map(({ id, receiptHandle = '' }) => ({ id, receiptHandle }));
    const failed = await this.#invoke(event, cause, batch);
    for (const { id, receiptHandle } of receipts) if (!failed.has(id)) this.#queue.remove(receiptHandle);
  }

  async #invoke(event: Json, cause: Cause, batch: readonly Message[]): Promise<ReadonlySet<string>> {
    const ids = batch.map((message) => message.id);
    try {
      const result = await this.#context.invoke(this.#mapping.functionArn, event, cause);
      if (!result.isOk) return new Set(ids);
      return this.#mapping.reportsItemFailures ? readItemFailures(result.payload, ids) : new Set();
    } catch {
      // The function could not run at all (closing, throttled): as with Lambda, its messages come again.
      return new Set(ids);
    }
  }
}
