import { describe, expect, it } from 'vitest';
import {
  anewEachTime,
  batches,
  broken,
  clock,
  connect,
  delivered,
  fine,
  mapping,
  put,
  putTogether,
  type Seen,
  streamArn,
  tables,
} from './streams-stage.ts';

anewEachTime();

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
