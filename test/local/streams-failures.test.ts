import { describe, expect, it, vi } from 'vitest';
import {
  anewEachTime,
  batches,
  broken,
  clock,
  connect,
  delivered,
  fine,
  functionArn,
  lostArn,
  mapping,
  once,
  put,
  putTogether,
  readPart,
  reportFrom,
  sent,
  streamArn,
} from './streams-stage.ts';

anewEachTime();

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
