import { describe, expect, it } from 'vitest';
import { type Config, readConfig } from '../../domain/policy.ts';
import { capacityOf } from '../../tools/capacity/capacity.ts';
import { type Allowances, firstDay } from '../../tools/capacity/quotas.ts';
import { allowedAfter, missing, steps } from '../../tools/capacity/requests.ts';

function config(changes: object = {}): Config {
  const read = readConfig(changes);
  if (!read.isAllowed) throw new Error(read.refusal.message);
  return read.value;
}
const with_ = (changes: Partial<Allowances>): Allowances => ({ ...firstDay, ...changes });

describe('what a deployment bears', () => {
  it('is 125 rooms, 4 starts a second and 1 000 listeners in a room on an account’s first day', () => {
    const { liveRooms, startsPerSecond, largestRoom, seatsPerSecond } = capacityOf(firstDay, config());
    expect([liveRooms.value, startsPerSecond.value, largestRoom.value, seatsPerSecond.value]).toEqual([
      125, 4, 1000, 800,
    ]);
  });

  it('is held by the first thing that gives way', () => {
    expect(capacityOf(with_({ replicasPerMeeting: 40 }), config()).largestRoom).toEqual({
      value: 1000,
      heldBy: 'replicaBudget',
    });
    const budget = config({ replicaBudget: 40 });
    expect(capacityOf(firstDay, budget).largestRoom.heldBy).toBe('replicasPerMeeting');
    expect(capacityOf(with_({ replicasPerMeeting: 40 }), budget).largestRoom.value).toBe(10_000);
    const few = with_({ replicasPerMeeting: 40, concurrentMeetings: 11 });
    expect(capacityOf(few, budget).largestRoom).toEqual({ value: 2500, heldBy: 'concurrentMeetings' });
  });

  it('is less at the door of an account that Lambda gives little', () => {
    const { joinsPerSecond } = capacityOf(with_({ lambdaConcurrency: 10 }), config());
    expect(joinsPerSecond).toEqual({ value: 33, heldBy: 'lambdaConcurrency' });
  });
});

describe('requests', () => {
  it('never ask for what is granted, and add up', () => {
    const celebrity = allowedAfter(firstDay, steps.length);
    expect(celebrity).toMatchObject({ replicasPerMeeting: 40, concurrentMeetings: 4000, lambdaConcurrency: 10_000 });
    for (const { asks } of steps) expect(missing(celebrity, asks)).toEqual([]);
    expect(allowedAfter(with_({ lambdaConcurrency: 50_000 }), steps.length).lambdaConcurrency).toBe(50_000);
  });
});
