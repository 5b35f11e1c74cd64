import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClock } from '../../local/clock/clock.ts';
import type { Clock, FaultMode, Faults, Invocation, JsonObject, MappingModel } from '../../local/model.ts';
import { connectStreams, type StreamsOptions } from '../../local/streams/streams.ts';
import { createTables, type Tables } from '../../local/tables/tables.ts';

const streamArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/rooms/stream/2026-01-01T00:00:00.000';
const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:relay';
const lostArn = 'arn:aws:sqs:us-east-1:000000000000:lost';
const fine: Invocation = { isOk: true, payload: null };
const broken: Invocation = { isOk: false, errorType: 'Error', errorMessage: 'broken' };

type Seen = { readonly records: JsonObject[]; readonly sks: string[]; readonly causedBy?: string | undefined };
type Setting = { readonly answer?: (seen: Seen) => Invocation | Promise<Invocation>; readonly faults?: Faults };

let clock: Clock;
let tables: Tables;
let batches: Seen[];
let sent: { queue: string; body: JsonObject }[];

const readRecords = (payload: unknown) => (payload as { Records: JsonObject[] }).Records;
const readPart = (record: JsonObject | undefined) =>
  record?.['dynamodb'] as JsonObject & { Keys: Record<string, { S: string }>; SequenceNumber: string };
const skOf = (record: JsonObject) => readPart(record).Keys['sk']?.S ?? '';

function mapping(changes: Partial<MappingModel> = {}): MappingModel {
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

function connect(mappings: MappingModel[], { answer = () => fine, faults }: Setting = {}): void {
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

const put = (pk: string, sk: string, more = {}) =>
  tables.perform(
    'PutItem',
    { TableName: 'rooms', Item: { pk: { S: pk }, sk: { S: sk }, ...more } },
    { requestId: 'req-5' },
  );

/** Several items in one transaction, so that they come in one batch. */
const putTogether = (pk: string, sks: string[]) =>
  tables.perform(
    'TransactWriteItems',
    { TransactItems: sks.map((sk) => ({ Put: { TableName: 'rooms', Item: { pk: { S: pk }, sk: { S: sk } } } })) },
    {},
  );

const delivered = () => batches.map(({ sks }) => sks.join(' '));

function reportFrom(seen: Seen, sk: string): Invocation {
  const failed = seen.records.filter((record) => skOf(record) === sk);
  return {
    isOk: true,
    payload: { batchItemFailures: failed.map((record) => ({ itemIdentifier: readPart(record).SequenceNumber })) },
  };
}

function once(mode: FaultMode): Faults {
  let isLeft = true;
  return {
    take(service, name, modes) {
      if (!isLeft || service !== 'streams' || name !== 'rooms' || !modes.includes(mode)) return undefined;
      isLeft = false;
      return mode;
    },
    add: () => {},
    clear: () => {},
  };
}

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

describe('a mapping of a stream', () => {
  it('brings changes with their images, and tells which request made them', async () => {
    connect([mapping()]);
    await put('ROOM#1', 'META', { title: { S: 'a' } });
    await clock.drain();
    await put('ROOM#1', 'META', { title: { S: 'b' } });
    await clock.drain();
    expect(batches.map(({ records }) => records[0]?.['eventName'])).toEqual(['INSERT', 'MODIFY']);
    expect(batches[1]?.causedBy).toBe('req-5');
    expect(batches[1]?.records[0]).toMatchObject({
      eventSource: 'aws:dynamodb',
      eventSourceARN: streamArn,
      dynamodb: { OldImage: { title: { S: 'a' } }, NewImage: { title: { S: 'b' } } },
    });
  });

  it('brings what was written together in one batch, and no more than the batch size', async () => {
    connect([mapping({ batchSize: 2 })]);
    await putTogether('ROOM#1', ['a', 'b', 'c']);
    await clock.drain();
    expect(delivered()).toEqual(['a b', 'c']);
  });

  it('collects until its window is over', async () => {
    connect([mapping({ windowSeconds: 5 })]);
    for (const sk of ['a', 'b', 'c']) await put('ROOM#1', sk);
    await clock.advance(4_000);
    expect(delivered()).toEqual([]);
    await clock.advance(2_000);
    expect(delivered()).toEqual(['a b c']);
  });

  it('lets through only what one of its filters fits', async () => {
    const filters = [{ dynamodb: { Keys: { sk: { S: [{ prefix: 'META' }] } } } }, { eventName: ['REMOVE'] }];
    connect([mapping({ filters })]);
    await put('ROOM#1', 'META');
    await put('ROOM#1', 'MEMBER#1');
    await tables.perform('DeleteItem', { TableName: 'rooms', Key: { pk: { S: 'ROOM#1' }, sk: { S: 'MEMBER#1' } } }, {});
    await clock.drain();
    expect(batches.flatMap(({ records }) => records.map((record) => record['eventName']))).toEqual([
      'INSERT',
      'REMOVE',
    ]);
  });

  it('keeps the order of one key, while other keys do not wait for it', async () => {
    let isStuck = true;
    const answer = (seen: Seen) => (isStuck && seen.sks[0] === '0-0' ? broken : fine);
    connect([mapping({ batchSize: 1, maxRetries: 50 })], { answer });
    for (let step = 0; step < 3; step += 1) {
      for (let room = 0; room < 20; room += 1) await put(`ROOM#${room}`, `${room}-${step}`);
    }
    await clock.advance(5_000);
    const before = batches.flatMap(({ sks }) => sks);
    expect(before).not.toContain('0-1');
    expect(before.length).toBeGreaterThan(30);
    isStuck = false;
    await clock.advance(120_000);
    for (let room = 0; room < 20; room += 1) {
      const seen = batches.flatMap(({ sks }) => sks).filter((sk) => sk.startsWith(`${room}-`));
      expect([...new Set(seen)]).toEqual([`${room}-0`, `${room}-1`, `${room}-2`]);
    }
  });

  it('shows every change to two mappings, and refuses a third', async () => {
    connect([mapping(), mapping()]);
    await put('ROOM#1', 'a');
    await clock.drain();
    expect(delivered()).toEqual(['a', 'a']);
    expect(() => connect([mapping(), mapping(), mapping()])).toThrow('a stream allows 2');
  });
});

describe('a function that fails on records of a stream', () => {
  it('gets the rest again from the first record it reports', async () => {
    connect([mapping()], { answer: (seen) => (batches.length === 1 ? reportFrom(seen, 'b') : fine) });
    await putTogether('ROOM#1', ['a', 'b', 'c']);
    await clock.drain();
    expect(delivered()).toEqual(['a b c', 'b c']);
  });

  it('gets a batch that fails again and again later, until the on-failure queue learns where the records are', async () => {
    connect([mapping({ reportsItemFailures: false })], { answer: () => broken });
    await putTogether('ROOM#1', ['a', 'b']);
    await clock.drain();
    expect(delivered()).toEqual(['a b']);
    await clock.advance(60_000);
    expect(delivered()).toEqual(['a b', 'a b', 'a b']);
    const [first, last] = [readPart(batches[0]?.records[0]), readPart(batches[0]?.records[1])];
    expect(sent).toMatchObject([
      {
        queue: lostArn,
        body: {
          requestContext: { functionArn, condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
          responseContext: { functionError: 'Unhandled' },
          DDBStreamBatchInfo: {
            startSequenceNumber: first.SequenceNumber,
            endSequenceNumber: last.SequenceNumber,
            batchSize: 2,
            streamArn,
            approximateArrivalOfFirstRecord: '2027-01-01T00:00:00Z',
          },
        },
      },
    ]);
  });

  it('gets smaller and smaller batches when the mapping bisects, so that only the poison is lost', async () => {
    connect([mapping({ bisects: true, maxRetries: 1 })], {
      answer: (seen) => (seen.sks.includes('c') ? broken : fine),
    });
    await putTogether('ROOM#1', ['a', 'b', 'c', 'd']);
    await clock.advance(60_000);
    expect(delivered()).toEqual(['a b c d', 'a b', 'c d', 'c', 'c', 'd']);
    expect(sent).toMatchObject([{ body: { DDBStreamBatchInfo: { batchSize: 1 } } }]);
  });

  it('loses records that are too old, loudly when nobody is to be told', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { onFailureArn: _, maxRetries: __, ...rest } = mapping({ maxAgeSeconds: 60 });
    connect([rest], { answer: (seen) => (seen.sks.includes('a') ? broken : fine) });
    await put('ROOM#1', 'a');
    await clock.advance(50_000);
    await put('ROOM#1', 'b');
    await clock.advance(30_000);
    expect(delivered().at(-1)).toBe('b');
    expect(printed).toHaveBeenCalledWith(expect.stringContaining('RecordAgeExceeded'));
  });

  it('is tried for a day when the mapping sets no limit', async () => {
    const { maxRetries: _, ...rest } = mapping();
    let isBroken = true;
    connect([rest], { answer: () => (isBroken ? broken : fine) });
    await put('ROOM#1', 'a');
    await clock.advance(20 * 3_600_000);
    isBroken = false;
    await clock.advance(60_000);
    expect(sent).toEqual([]);
    const count = batches.length;
    await clock.advance(600_000);
    expect(batches).toHaveLength(count);
  });
});

describe('faults of a stream', () => {
  it('can bring a batch twice', async () => {
    connect([mapping()], { faults: once('duplicate') });
    await put('ROOM#1', 'a');
    await clock.drain();
    expect(delivered()).toEqual(['a', 'a']);
  });

  it('can bring a batch late, with all that is behind it', async () => {
    connect([mapping({ batchSize: 1 })], { faults: once('delay') });
    for (const sk of ['a', 'b']) await put('ROOM#1', sk);
    await clock.advance(20_000);
    expect(delivered()).toEqual([]);
    await clock.advance(11_000);
    expect(delivered()).toEqual(['a', 'b']);
  });
});
