import { afterEach, beforeEach } from 'vitest';
import { createClock } from '../../local/clock/clock.ts';
import { createFaults } from '../../local/faults/faults.ts';
import type { Clock, FaultMode, Faults, Invocation, JsonObject, MappingModel, QueueModel } from '../../local/model.ts';
import { createQueues, type Queues } from '../../local/queues/queues.ts';

export const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:worker';

export function queueModel(name: string, changes: Partial<QueueModel> = {}): QueueModel {
  return {
    name,
    arn: arn(name),
    url: `http://127.0.0.1:4000/aws/sqs/000000000000/${name}`,
    isFifo: name.endsWith('.fifo'),
    hasContentDeduplication: false,
    visibilitySeconds: 60,
    delaySeconds: 0,
    ...changes,
  };
}

export function mappingModel(name: string, changes: Partial<MappingModel> = {}): MappingModel {
  return {
    sourceArn: arn(name),
    functionArn,
    batchSize: 10,
    windowSeconds: 0,
    filters: [],
    reportsItemFailures: true,
    bisects: false,
    ...changes,
  };
}

const models = [
  queueModel('pages', { deadLetter: { queueArn: arn('lost-pages'), maxReceiveCount: 2 } }),
  queueModel('lost-pages'),
  queueModel('frames.fifo'),
  queueModel('lines.fifo', { hasContentDeduplication: true }),
];

type Seen = { readonly bodies: string[]; readonly records: JsonObject[]; readonly causedBy?: string | undefined };
export type Answer = (seen: Seen) => Invocation | Promise<Invocation>;
export const fine: Invocation = { isOk: true, payload: null };
export const broken: Invocation = { isOk: false, errorType: 'Error', errorMessage: 'broken' };

const readRecords = (payload: unknown) => (payload as { Records: JsonObject[] }).Records;

export let clock: Clock;
export let queues: Queues;
export let batches: Seen[];

export function start(mappings: MappingModel[], answer: Answer = () => fine, faults?: Faults): void {
  queues = createQueues({ clock, queues: models, region: 'us-east-1', accountId: '000000000000', faults });
  queues.connect(mappings, async (_function, payload, cause) => {
    const records = readRecords(payload);
    const seen = { records, bodies: records.map((record) => String(record['body'])), causedBy: cause.causedBy };
    batches.push(seen);
    return answer(seen);
  });
}

export const bodies = () => batches.map((batch) => batch.bodies);
export const send = (name: string, body: string, options = {}) =>
  queues.send(arn(name), body, options, { requestId: 'req-1' });

export function failuresOf(seen: Seen, body: string): Invocation {
  const failed = seen.records.filter((record) => record['body'] === body);
  return {
    isOk: true,
    payload: { batchItemFailures: failed.map((record) => ({ itemIdentifier: record['messageId'] })) },
  };
}

/** One fault of delivery, for whichever queue comes first. */
export function once(mode: FaultMode): Faults {
  const faults = createFaults();
  faults.add({ service: 'sqs', mode });
  return faults;
}

/** Before each test of the file that calls this; a worker loads this file once for many of them. */
export function anewEachTime(): void {
  beforeEach(() => {
    clock = createClock();
    batches = [];
  });
  afterEach(() => clock.close());
}
