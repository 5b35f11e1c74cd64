import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import { type AdapterMakers, type ContextOf, createContext } from './context.ts';
import { noteRoom, noteTrouble } from './notes.ts';
import { RefusalError } from './refusal-error.ts';

/** What a worker's run answers for a batch: the ids of the items to be delivered again. */
export type WorkerHandler = (event: unknown, requestId: string) => Promise<WorkerAnswer>;
/** `answer` is what a service that waits is answered, instead of failed items. */
export type WorkerAnswer = { readonly items: number; readonly failedIds: readonly string[]; readonly answer?: object };

type Spec<Makers extends AdapterMakers, Item> = {
  readonly adapters: Makers;
  /** Works on one item. A throw has that item alone delivered again. */
  run(context: ContextOf<Makers>, item: Item): Promise<void>;
};
type BatchSpec<Makers extends AdapterMakers, Item> = {
  readonly adapters: Makers;
  /** Works on the whole batch, in order; a throw has all of it delivered again. */
  run(context: ContextOf<Makers>, items: readonly Item[]): Promise<void>;
};

/** One bus event straight from a rule; a throw has the service deliver it again. */
export function onEvent<Makers extends AdapterMakers>(spec: Spec<Makers, BusEvent>): WorkerHandler {
  return async (event, requestId) => {
    const told = toBusEvent(event);
    noteRoom(told.detail['roomId']);
    await orRefused(spec.run(createContext(spec.adapters, { id: requestId }), told));
    return { items: 1, failedIds: [] };
  };
}

/** The recurring rules carry nothing but their time. */
export function onSchedule<Makers extends AdapterMakers>(spec: Spec<Makers, undefined>): WorkerHandler {
  return async (_event, requestId) => {
    await spec.run(createContext(spec.adapters, { id: requestId }), undefined);
    return { items: 1, failedIds: [] };
  };
}

/**
 * Messages of a queue one by one, each failing alone; `read` says what a body must be, anything else is a fault. Where the
 * order counts nothing is done after the first failure: what comes behind it is delivered again with it.
 */
export function onMessage<Makers extends AdapterMakers, Body>(
  spec: Spec<Makers, Body> & { read(body: unknown): Body | undefined; readonly isOrdered?: boolean },
): WorkerHandler {
  return async (event, requestId) => {
    const context = createContext(spec.adapters, { id: requestId });
    const records = toMessages(event);
    const failedIds: string[] = [];
    for (const record of records) {
      const sent: unknown = JSON.parse(record.body);
      noteRoom(Object(sent)['roomId']);
      const body = spec.read(sent);
      if (body === undefined) throw new Error('A message has a body this queue does not know');
      if (spec.isOrdered && failedIds.length > 0) {
        failedIds.push(record.messageId);
        continue;
      }
      await orRefused(spec.run(context, body)).catch((error: unknown) =>
        failedIds.push(failed(error, record.messageId)),
      );
    }
    return { items: records.length, failedIds };
  };
}

/** Messages of a queue as one batch. */
export function onMessages<Makers extends AdapterMakers>(spec: BatchSpec<Makers, unknown>): WorkerHandler {
  return async (event, requestId) => {
    const bodies = toMessages(event).map((record): unknown => JSON.parse(record.body));
    await spec.run(createContext(spec.adapters, { id: requestId }), bodies);
    return { items: bodies.length, failedIds: [] };
  };
}

/** Records of a table's stream as one batch, old and new image still in the table's own form. */
export function onStream<Makers extends AdapterMakers>(spec: BatchSpec<Makers, DynamoDBRecord>): WorkerHandler {
  return async (event, requestId) => {
    const records = toStreamRecords(event);
    await spec.run(createContext(spec.adapters, { id: requestId }), records);
    return { items: records.length, failedIds: [] };
  };
}

/** An event as EventBridge hands it over; `detail` is checked by whoever reads it. */
export type BusEvent = {
  readonly id: string;
  readonly name: string;
  readonly detail: Readonly<Record<string, unknown>>;
};

const toBusEvent = (event: unknown): BusEvent => {
  const { id, 'detail-type': name, detail } = event as BusEvent & { readonly 'detail-type': string };
  return { id, name, detail };
};
const toMessages = (event: unknown): readonly SQSRecord[] =>
  (event as { readonly Records: readonly SQSRecord[] }).Records;
const toStreamRecords = (event: unknown): readonly DynamoDBRecord[] =>
  (event as { readonly Records: readonly DynamoDBRecord[] }).Records;

/** A refusal is an outcome: told at the edge and not delivered again, unless it says that a later try may do. */
async function orRefused(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof RefusalError) || error.refusal.kind === 'unavailable') throw error;
    noteTrouble(error);
  }
}

function failed(error: unknown, id: string): string {
  noteTrouble(error);
  return id;
}
