import { afterEach, beforeEach, vi } from 'vitest';
import { createClock } from '../../local/clock/clock.ts';
import { createFaults } from '../../local/faults/faults.ts';
import type { Clock, FaultMode, Faults, Invocation, JsonObject, MappingModel } from '../../local/model.ts';
import { connectStreams, type StreamsOptions } from '../../local/streams/streams.ts';
import { createTables, type Tables } from '../../local/tables/tables.ts';

export const streamArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/rooms/stream/2026-01-01T00:00:00.000';
export const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:relay';
export const lostArn = 'arn:aws:sqs:us-east-1:000000000000:lost';
export const fine: Invocation = { isOk: true, payload: null };
export const broken: Invocation = { isOk: false, errorType: 'Error', errorMessage: 'broken' };

export type Seen = { readonly records: JsonObject[]; readonly sks: string[]; readonly causedBy?: string | undefined };
type Setting = { readonly answer?: (seen: Seen) => Invocation | Promise<Invocation>; readonly faults?: Faults };

export let clock: Clock;
export let tables: Tables;
export let batches: Seen[];
export let sent: { queue: string; body: JsonObject }[];

const readRecords = (payload: unknown) => (payload as { Records: JsonObject[] }).Records;
export const readPart = (record: JsonObject | undefined) =>
  record?.['dynamodb'] as JsonObject & { Keys: Record<string, { S: string }>; SequenceNumber: string };
const skOf = (record: JsonObject) => readPart(record).Keys['sk']?.S ?? '';

export function mapping(changes: Partial<MappingModel> = {}): MappingModel {
  return {
    sourceArn: streamArn,
    functionArn,
    batchSize: 100,
    windowSeconds: 0,
    filters: [],
    reportsItemFailures: true,
    bisects: false,
    maxRetries: 2,
    onFailureArn: lostArn,
    ...changes,
  };
}

export function connect(mappings: MappingModel[], { answer = () => fine, faults }: Setting = {}): void {
  const options: StreamsOptions = {
    clock,
    subscribe: (arn, listener) => tables.onStream(arn, listener),
    mappings,
    faults,
    async invoke(_arn, payload, cause) {
      const records = readRecords(payload);
      const seen = { records, sks: records.map(skOf), causedBy: cause.causedBy };
      batches.push(seen);
      return answer(seen);
    },
    send: (queue, body) => void sent.push({ queue, body: JSON.parse(body) }),
  };
  connectStreams(options);
}

export const put = (pk: string, sk: string, more = {}) =>
  tables.perform(
    'PutItem',
    { TableName: 'rooms', Item: { pk: { S: pk }, sk: { S: sk }, ...more } },
    { requestId: 'req-5' },
  );

/** Several items in one transaction, so that they come in one batch. */
export const putTogether = (pk: string, sks: string[]) =>
  tables.perform(
    'TransactWriteItems',
    { TransactItems: sks.map((sk) => ({ Put: { TableName: 'rooms', Item: { pk: { S: pk }, sk: { S: sk } } } })) },
    {},
  );

export const delivered = () => batches.map(({ sks }) => sks.join(' '));

export function reportFrom(seen: Seen, sk: string): Invocation {
  const failed = seen.records.filter((record) => skOf(record) === sk);
  return {
    isOk: true,
    payload: { batchItemFailures: failed.map((record) => ({ itemIdentifier: readPart(record).SequenceNumber })) },
  };
}

export function once(mode: FaultMode): Faults {
  const faults = createFaults();
  faults.add({ service: 'streams', operation: 'rooms', mode });
  return faults;
}

/** Before each test of the file that calls this; a worker loads this file once for many of them. */
export function anewEachTime(): void {
  beforeEach(() => {
    clock = createClock({ startAt: Date.UTC(2027, 0, 1) });
    tables = createTables({ clock, region: 'us-east-1', accountId: '000000000000' });
    tables.create({
      name: 'rooms',
      arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/rooms',
      partitionKey: { name: 'pk', type: 'S' },
      sortKey: { name: 'sk', type: 'S' },
      indexes: [],
      streamArn,
    });
    batches = [];
    sent = [];
  });
  afterEach(() => {
    tables.close();
    clock.close();
    vi.restoreAllMocks();
  });
}
