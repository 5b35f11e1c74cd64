import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reactions } from '../../domain/reaction.ts';
import { tickSeconds } from '../../domain/realtime.ts';
import { follow, type SeenFrame, type Subscriber } from '../given/subscriber.ts';
import type { Answer, World } from '../world.ts';
import { crowdsOf } from './crowds.ts';
import { peopleOf } from './rooms.ts';
import { faultsIn, itemsOf, openRaceWorld, othersThan, times } from './watching.ts';

const senderCount = 1_000;
const eachSends = 10;
const atOnce = 20;
/** The service's own limit, DynamoDB: write units of one partition in one second. */
const partitionWriteUnitsPerSecond = 1_000;
/** A tick may be late by the second in which streams gather, and by what a starved machine adds. */
const mostLateSeconds = 4;

let world: World;
let roomId: string;
let listener: Subscriber;
beforeAll(async () => {
  world = await openRaceWorld({ tableOptions: { holdTransactionsMs: 5, partitionWriteUnitsPerSecond } });
  const { roomId: id, grant } = await peopleOf(world).liveRoom();
  roomId = id;
  listener = await follow(grant.body.realtime);
}, 60_000);
afterAll(async () => {
  listener.close();
  await world.close();
});

const wanted = Object.fromEntries(reactions.map((emoji, at) => [emoji, countOf(at)]));
/** How many of the reactions are this one: everybody goes round the list, from a place of their own. */
function countOf(index: number): number {
  const all = times(senderCount * eachSends, (at) => (at + Math.floor(at / eachSends)) % reactions.length);
  return all.filter((one) => one === index).length;
}

/** Everybody sends theirs, as fast as this machine goes; answers what was not taken. */
async function sendAll(
  senders: Awaited<ReturnType<ReturnType<typeof crowdsOf>['people']>>,
): Promise<readonly string[]> {
  const refused: string[] = [];
  let next = 0;
  const send = async (): Promise<void> => {
    for (let at = next++; at < senderCount * eachSends; at = next++) {
      const emoji = reactions[(at + Math.floor(at / eachSends)) % reactions.length];
      const answer: Answer | undefined = await senders[Math.floor(at / eachSends)]?.post(
        `/v1/rooms/${roomId}/reactions`,
        { emoji },
      );
      if (answer) refused.push(...othersThan(200, [answer]));
    }
  };
  await Promise.all(times(atOnce, send));
  return refused;
}

const totalOf = ({ reactions: totals }: SeenFrame): number =>
  Object.values(toCounts(totals)).reduce((sum, count) => sum + count, 0);
const toCounts = (value: unknown) => value as Readonly<Record<string, number>>;

describe('10 000 reactions of 1 000 people', () => {
  it('are all taken, and counted to the last one', { timeout: 400_000 }, async () => {
    const crowds = crowdsOf(world);
    const senders = await crowds.people(senderCount, 'fan');
    await crowds.inside(senders, roomId);
    await world.advance(3);
    const startedAt = performance.now();
    expect(await sendAll(senders)).toEqual([]);
    console.log(`${senderCount * eachSends} reactions in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    await world.advance(10);
    const last = listener.of('tick').at(-1);
    expect(last).toMatchObject({ participantCount: senderCount + 1, reactions: wanted });
    expect(faultsIn(world)).toEqual([]);
  });

  it('were heard at the pace of the room, each tick with more than the one before', () => {
    const ticks = listener.of('tick').filter((frame) => totalOf(frame) > 0);
    const gaps = ticks
      .slice(1)
      .map(({ at }, index) => (millisecondsOf(at) - millisecondsOf(ticks[index]?.['at'])) / 1000);
    const pace = tickSeconds(senderCount + 1);
    console.log(`${ticks.length} ticks, ${gaps.map((gap) => gap.toFixed(1)).join(' ')} s apart`);
    expect(ticks.length).toBeGreaterThan(2);
    expect(Math.min(...gaps)).toBeGreaterThan(pace - 0.2);
    // The last gap is the test's own: it moved the clock.
    expect(Math.max(...gaps.slice(0, -1))).toBeLessThan(pace + mostLateSeconds);
    const totals = ticks.map(totalOf);
    expect(totals).toEqual(totals.toSorted((a, b) => a - b));
    expect(listener.messageCount()).toBeLessThan(ticks.length + 20);
  });

  it('wrote nothing hot: one small item of each person and window, and the sums', () => {
    const own = itemsOf(world, 'rooms').filter(({ sk }) => `${sk}`.startsWith('REACTIONS#'));
    expect(new Set(own.map(({ pk }) => pk)).size).toBe(senderCount);
    const throttled = world.cloud.calls.list().filter(({ error }) => `${error}`.includes('Throughput'));
    expect(throttled).toEqual([]);
  });
});
const millisecondsOf = (at: unknown): number => Date.parse(String(at));
