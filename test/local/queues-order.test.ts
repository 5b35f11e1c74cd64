import { describe, expect, it } from 'vitest';
import type { Faults } from '../../local/model.ts';
import {
  anewEachTime,
  arn,
  batches,
  bodies,
  broken,
  clock,
  fine,
  mappingModel,
  once,
  queues,
  send,
  start,
} from './queues-stage.ts';

anewEachTime();

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

  it('lets every group have its turn', async () => {
    start([mappingModel('frames.fifo', { batchSize: 1, maxConcurrency: 1 })]);
    for (const body of ['a1', 'a2', 'a3', 'b1', 'c1']) {
      send('frames.fifo', body, { groupId: body.slice(0, 1), deduplicationId: body });
    }
    await clock.drain();
    expect(bodies().flat()).toEqual(['a1', 'b1', 'c1', 'a2', 'a3']);
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
    expect(() => once('drop')).toThrow('a queue keeps a message');
    const drops: Faults = {
      take: (_service, _operation, modes) => modes.find((mode) => mode === 'drop'),
      add() {},
      clear() {},
    };
    start([mappingModel('pages')], undefined, drops);
    send('pages', 'one');
    await clock.drain();
    expect(bodies()).toEqual([['one']]);
  });
});
