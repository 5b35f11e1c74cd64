import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../../local/clock/clock.ts';
import type { Clock, FaultMode, Faults, Invocation, JsonObject, MappingModel, QueueModel } from '../../local/model.ts';
import { createQueues, type Queues } from '../../local/queues/queues.ts';

const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:worker';

function queueModel(name: string, changes: Partial<QueueModel> = {}): QueueModel {
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

function mappingModel(name: string, changes: Partial<MappingModel> = {}): MappingModel {
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
type Answer = (seen: Seen) => Invocation | Promise<Invocation>;
const fine: Invocation = { isOk: true, payload: null };
const broken: Invocation = { isOk: false, errorType: 'Error', errorMessage: 'broken' };

const readRecords = (payload: unknown) => (payload as { Records: JsonObject[] }).Records;

let clock: Clock;
let queues: Queues;
let batches: Seen[];

function start(mappings: MappingModel[], answer: Answer = () => fine, faults?: Faults): void {
  queues = createQueues({ clock, queues: models, region: 'us-east-1', accountId: '000000000000', faults });
  queues.connect(mappings, async (_function, payload, cause) => {
    const records = readRecords(payload);
    const seen = { records, bodies: records.map((record) => String(record['body'])), causedBy: cause.causedBy };
    batches.push(seen);
    return answer(seen);
  });
}

const bodies = () => batches.map((batch) => batch.bodies);
const send = (name: string, body: string, options = {}) =>
  queues.send(arn(name), body, options, { requestId: 'req-1' });

function failuresOf(seen: Seen, body: string): Invocation {
  const failed = seen.records.filter((record) => record['body'] === body);
  return {
    isOk: true,
    payload: { batchItemFailures: failed.map((record) => ({ itemIdentifier: record['messageId'] })) },
  };
}

function once(mode: FaultMode): Faults {
  const left = [mode];
  return {
    take: (service, _name, modes) =>
      service === 'sqs' && modes.some((able) => able === left[0]) ? left.shift() : undefined,
    add: () => {},
    clear: () => {},
  };
}

beforeEach(() => {
  clock = createClock();
  batches = [];
});
afterEach(() => clock.close());

describe('a queue with a function', () => {
  it('brings what is sent together in one batch, as Lambda shapes it', async () => {
    start([mappingModel('pages')]);
    send('pages', 'one');
    send('pages', 'two');
    await clock.drain();
    expect(bodies()).toEqual([['one', 'two']]);
    const [record] = batches[0]?.records ?? [];
    expect(record).toMatchObject({
      eventSource: 'aws:sqs',
      eventSourceARN: arn('pages'),
      awsRegion: 'us-east-1',
      md5OfBody: 'f97c5d29941bfb1b2fdab0874906ab82',
      attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.stringMatching(/^\d{13}$/) },
      messageAttributes: {},
    });
    expect(queues.depth(arn('pages'))).toBe(0);
  });

  it('tells the function which request led to the message', async () => {
    start([mappingModel('pages')]);
    send('pages', 'one');
    await clock.drain();
    expect(batches[0]?.causedBy).toBe('req-1');
  });

  it('fills batches up to their size, and waits for the window', async () => {
    start([mappingModel('pages', { batchSize: 2, windowSeconds: 5 })]);
    for (const body of ['a', 'b', 'c']) send('pages', body);
    await clock.drain();
    expect(bodies()).toEqual([['a', 'b']]);
    await clock.advance(6_000);
    expect(bodies()).toEqual([['a', 'b'], ['c']]);
  });

  it('holds a delayed message back until its time', async () => {
    start([mappingModel('pages')]);
    send('pages', 'later', { delaySeconds: 30 });
    await clock.advance(25_000);
    expect(bodies()).toEqual([]);
    await clock.advance(6_000);
    expect(bodies()).toEqual([['later']]);
  });

  it('brings a failed batch again after the visibility timeout, and gives it up to the dead-letter queue', async () => {
    start([mappingModel('pages')], () => broken);
    send('pages', 'poison');
    await clock.advance(55_000);
    expect(bodies()).toEqual([['poison']]);
    await clock.advance(10_000);
    expect(bodies()).toEqual([['poison'], ['poison']]);
    expect(batches[1]?.records[0]).toMatchObject({ attributes: { ApproximateReceiveCount: '2' } });
    await clock.advance(60_000);
    expect(bodies()).toHaveLength(2);
    expect(queues.messages(arn('lost-pages')).map((message) => message.body)).toEqual(['poison']);
    expect(queues.depth(arn('pages'))).toBe(0);
  });

  it('brings again only the items the function reports as failed', async () => {
    start([mappingModel('pages')], (seen) => (batches.length === 1 ? failuresOf(seen, 'two') : fine));
    for (const body of ['one', 'two', 'three']) send('pages', body);
    await clock.advance(61_000);
    expect(bodies()).toEqual([['one', 'two', 'three'], ['two']]);
  });

  it.each([
    ['a list that is none', { batchItemFailures: 'all' }],
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['a wrong key', { batchItemFailures: [{ id: 'x' }] }],
    ['an item of another batch', { batchItemFailures: [{ itemIdentifier: 'stranger' }] }],
  ])('takes a broken report for a failed batch: %s', async (_name, payload) => {
    start([mappingModel('pages')], () => ({ isOk: true, payload }));
    send('pages', 'one');
    await clock.drain();
    expect(queues.depth(arn('pages'))).toBe(1);
  });

  it.each([[null], [{}], [{ batchItemFailures: null }], [{ batchItemFailures: [] }]])(
    'takes %j for success',
    async (payload) => {
      start([mappingModel('pages')], () => ({ isOk: true, payload }));
      send('pages', 'one');
      await clock.drain();
      expect(queues.depth(arn('pages'))).toBe(0);
    },
  );

  it('does not read reports of a mapping that has not asked for them', async () => {
    start([mappingModel('pages', { reportsItemFailures: false })], (seen) => failuresOf(seen, 'one'));
    send('pages', 'one');
    await clock.drain();
    expect(queues.depth(arn('pages'))).toBe(0);
  });

  it('runs no more batches at a time than the mapping allows', async () => {
    let running = 0;
    let most = 0;
    const slow: Answer = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      return fine;
    };
    start([mappingModel('pages', { batchSize: 1, maxConcurrency: 2 })], slow);
    for (let count = 0; count < 6; count += 1) send('pages', `page ${count}`);
    await clock.drain();
    expect(bodies()).toHaveLength(6);
    expect(most).toBe(2);
  });
});

describe('a FIFO queue', () => {
  it('keeps the order of a group, one batch of it at a time, while other groups go on', async () => {
    start([mappingModel('frames.fifo', { batchSize: 1 })], (seen) =>
      seen.bodies[0] === 'a1' && batches.length < 3 ? broken : fine,
    );
    for (const body of ['a1', 'a2', 'b1']) {
      send('frames.fifo', body, { groupId: body.slice(0, 1), deduplicationId: body });
    }
    await clock.advance(30_000);
    expect(bodies().flat()).toEqual(['a1', 'b1']);
    await clock.advance(31_000);
    expect(bodies().flat()).toEqual(['a1', 'b1', 'a1', 'a2']);
  });

  it('brings several messages of a group in order in one batch', async () => {
    start([mappingModel('frames.fifo')]);
    for (let count = 1; count <= 12; count += 1)
      send('frames.fifo', `${count}`, { groupId: 'room', deduplicationId: `${count}` });
    await clock.drain();
    expect(bodies()).toEqual([
      ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'],
      ['11', '12'],
    ]);
    expect(batches[0]?.records[0]).toMatchObject({
      attributes: { MessageGroupId: 'room', MessageDeduplicationId: '1' },
    });
  });

  it('takes a message twice within five minutes for one, by id or by content', async () => {
    start([mappingModel('frames.fifo'), mappingModel('lines.fifo')]);
    send('frames.fifo', 'x', { groupId: 'g', deduplicationId: 'same' });
    send('frames.fifo', 'y', { groupId: 'g', deduplicationId: 'same' });
    send('lines.fifo', 'z', { groupId: 'g' });
    send('lines.fifo', 'z', { groupId: 'g' });
    await clock.drain();
    expect(bodies().flat()).toEqual(['x', 'z']);
    await clock.advance(301_000);
    send('frames.fifo', 'y', { groupId: 'g', deduplicationId: 'same' });
    await clock.drain();
    expect(bodies().flat()).toEqual(['x', 'z', 'y']);
  });

  it('refuses what FIFO queues refuse', () => {
    start([]);
    expect(() => send('frames.fifo', 'x', { deduplicationId: '1' })).toThrow('MessageGroupId');
    expect(() => send('frames.fifo', 'x', { groupId: 'g' })).toThrow('ContentBasedDeduplication');
    expect(() => send('frames.fifo', 'x', { groupId: 'g', deduplicationId: '1', delaySeconds: 5 })).toThrow(
      'DelaySeconds',
    );
    expect(() => send('pages', 'x', { deduplicationId: '1' })).toThrow('MessageDeduplicationId');
  });
});

describe('faults of a queue', () => {
  it('can bring a message twice', async () => {
    start([mappingModel('pages')], undefined, once('duplicate'));
    send('pages', 'one');
    await clock.drain();
    expect(bodies()).toEqual([['one'], ['one']]);
    expect(batches[0]?.records[0]?.['messageId']).toBe(batches[1]?.records[0]?.['messageId']);
    expect(queues.depth(arn('pages'))).toBe(0);
  });

  it('can bring a message late, also in a FIFO queue, whose group then waits', async () => {
    start([mappingModel('frames.fifo')], undefined, once('delay'));
    for (const body of ['1', '2']) send('frames.fifo', body, { groupId: 'g', deduplicationId: body });
    await clock.advance(20_000);
    expect(bodies()).toEqual([]);
    await clock.advance(11_000);
    expect(bodies()).toEqual([['1', '2']]);
  });

  it('can bring a message after the next one', async () => {
    start([mappingModel('pages', { batchSize: 1, maxConcurrency: 1 })], undefined, once('reorder'));
    for (const body of ['1', '2', '3']) send('pages', body);
    await clock.drain();
    expect(bodies().flat()).toEqual(['2', '3', '1']);
  });

  it('never loses one', async () => {
    start([mappingModel('pages')], undefined, once('drop'));
    send('pages', 'one');
    await clock.drain();
    expect(bodies()).toEqual([['one']]);
  });
});

describe('messages SQS refuses', () => {
  it('knows the limits of size, delay and characters', () => {
    start([]);
    expect(() => send('pages', 'x'.repeat(1_048_577))).toThrow('shorter than 1048576');
    expect(() => send('pages', 'x', { delaySeconds: 901 })).toThrow('900');
    expect(() => send('pages', 'bell \u0007')).toThrow('Invalid characters');
    expect(() => send('nowhere', 'x')).toThrow('does not exist');
  });

  it('refuses a mapping with filters and a redrive to nowhere', () => {
    start([]);
    expect(() => queues.connect([mappingModel('pages', { filters: [{}] })], async () => fine)).toThrow('filters');
    const lost = queueModel('x', { deadLetter: { queueArn: arn('nowhere'), maxReceiveCount: 1 } });
    expect(() => createQueues({ clock, queues: [lost], region: 'r', accountId: '0' })).toThrow('redrives');
  });
});
