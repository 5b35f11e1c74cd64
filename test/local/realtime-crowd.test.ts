import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Listener, openListener } from './realtime-client.ts';
import { openRealtimeCloud, type RealtimeCloud } from './realtime-stage.ts';

let stage: RealtimeCloud;
const large = '/rostrum/room/r1/live';
const small = '/rostrum/room/r2/live';
const everybody: Listener[] = [];
beforeAll(async () => {
  stage = await openRealtimeCloud();
});
afterAll(async () => {
  for (const one of everybody) one.socket.terminate();
  await stage?.close();
});

/** So many people who listen to a room, a hundred at a time. */
async function crowd(room: string, count: number): Promise<Listener[]> {
  const url = `${stage.cloud.url.replace('http', 'ws')}/event/realtime`;
  const arrived: Listener[] = [];
  while (arrived.length < count) {
    const group = Array.from({ length: Math.min(100, count - arrived.length) }, async () => {
      const one = await openListener(url, `listen ${room}`);
      everybody.push(one);
      await one.greeting();
      await one.subscribe(room);
      return one;
    });
    arrived.push(...(await Promise.all(group)));
  }
  return arrived;
}

test('a thousand subscribers hear one publish, and the next ones in the order in which they were published', async () => {
  const people = await crowd(large, 1000);
  stage.cloud.calls.clear();
  for (const seq of [1, 2, 3]) await stage.publish(large, { seq }, { seq: `${seq} and a half` });
  await Promise.all(people.map((one) => one.hears(6)));
  const inOrder = [1, 2, 3].flatMap((seq) => [{ seq }, { seq: `${seq} and a half` }]);
  expect(people.filter((one) => JSON.stringify(one.heard()) !== JSON.stringify(inOrder))).toEqual([]);
  expect(stage.cloud.calls.list()).toHaveLength(3);
}, 60_000);

test('a socket that takes nothing makes nobody wait, and is cut before it costs more than some megabytes', async () => {
  const [slow, quick] = await crowd(small, 2);
  if (!slow || !quick) throw new Error('two people came');
  slow.socket.pause();
  const before = stage.cloud.realtime?.snapshot().connections ?? 0;
  for (let at = 0; at < 60; at += 1) await stage.publish(small, 'x'.repeat(200_000));
  await quick.hears(60);
  expect(stage.cloud.realtime?.snapshot().connections).toBeLessThan(before);
  slow.socket.resume();
  await vi.waitFor(() => expect(slow.socket.readyState).toBe(slow.socket.CLOSED));
  expect(slow.heard().length).toBeLessThan(60);
}, 60_000);
