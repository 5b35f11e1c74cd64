import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogLine } from '../../local/runner/log.ts';
import { type Sample, samplesOf, stateOf } from '../given/alarm-state.ts';
import { deployedAlarm } from '../given/deployed-alarm.ts';
import { openWorld, type Person, type World } from '../world.ts';

let world: World;
let lines: LogLine[];
let host: Person;
let people: Person[];
let path: string;
beforeEach(async () => {
  lines = [];
  world = await openWorld({ onLog: (line) => lines.push(line) });
  // Periods begin at whole five minutes: what happens in one minute here must lie in one period there.
  await world.advance(300 - ((world.cloud.clock.now() / 1000) % 300));
  host = await world.person('host', { followers: 600 });
  path = `/v1/rooms/${(await host.post('/v1/rooms', { title: 'Crowded' })).body.room.id}/join`;
  await world.settle();
  people = [];
  for (let at = 0; at < 40; at += 1) people.push(await world.person(`listener${at}`));
});
afterEach(() => world.close());

const samples = (): Sample[] => lines.flatMap(({ text }) => samplesOf(text));
const stateNow = (name: string) => stateOf(deployedAlarm(name), samples(), world.cloud.clock.now());

/** All join in one minute; the table fails the given ones in every attempt, whatever workers meet of it meanwhile. */
async function joinAll(failing: readonly number[]): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (const [at, person] of people.entries()) {
    if (failing.includes(at)) {
      const fault = { service: 'dynamodb', operation: 'TransactWriteItems', mode: 'fail-before', times: 50 };
      await world.nobody.post('/local/faults', fault);
    }
    statuses.push((await person.post(path)).status);
    await world.nobody.remove('/local/faults');
  }
  return statuses;
}

describe('the alarm of failing joins', () => {
  it('goes off within two minutes when one of twenty people does not get in', async () => {
    const statuses = await joinAll([5, 25]);
    expect(statuses.filter((status) => status >= 500)).toHaveLength(2);
    expect(statuses.filter((status) => status === 200)).toHaveLength(38);
    const startedAt = world.cloud.clock.now();
    const states: string[] = [stateNow('joins-failing')];
    expect(stateNow('join')).toBe('ALARM');
    while (world.cloud.clock.now() - startedAt < 120_000) {
      await world.advance(30);
      states.push(stateNow('joins-failing'));
    }
    expect(states).toContain('ALARM');
    expect(states.at(-1)).toBe('OK');
  });

  it('stays quiet when everybody gets in, or is refused for a reason of their own', async () => {
    expect(new Set(await joinAll([]))).toEqual(new Set([200]));
    for (let times = 0; times < 40; times += 1) await people[0]?.post('/v1/rooms/000000000000a/join');
    expect(samples().filter(({ name }) => name === 'JoinAttempts')).toHaveLength(80);
    for (const name of ['joins-failing', 'joins-slow', 'join', 'audience-full', 'starts-failing'])
      expect([name, stateNow(name)]).toEqual([name, 'OK']);
  });

  it('stays quiet when a few people in the night do not get in: their faults have an alarm of their own', async () => {
    people = people.slice(0, 5);
    await joinAll([1]);
    expect([stateNow('joins-failing'), stateNow('join')]).toEqual(['OK', 'ALARM']);
  });
});

it('joins, seats, frames and ticks are counted as they happen', async () => {
  await joinAll([]);
  await host.patch(path.replace(/\/join$/, ''), { title: 'Very crowded' });
  await world.advance(5);
  const total = (name: string): number =>
    samples()
      .filter((sample) => sample.name === name)
      .reduce((sum, { value }) => sum + value, 0);
  expect(total('JoinAttempts')).toBe(40);
  expect([total('JoinFailures'), total('StartAttempts'), total('StartFailures')]).toEqual([0, 1, 0]);
  expect(total('SeatsMinted')).toBeGreaterThanOrEqual(100);
  expect(total('FramesPublished')).toBeGreaterThan(0);
  expect(total('TicksSent')).toBeGreaterThan(0);
});
