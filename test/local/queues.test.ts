import { describe, expect, it } from 'vitest';
import { createQueues } from '../../local/queues/queues.ts';
import {
  type Answer,
  anewEachTime,
  arn,
  batches,
  bodies,
  broken,
  clock,
  failuresOf,
  fine,
  mappingModel,
  queueModel,
  queues,
  send,
  start,
} from './queues-stage.ts';

anewEachTime();

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
