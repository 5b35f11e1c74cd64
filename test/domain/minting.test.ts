import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  evenPlaces,
  type FreePlace,
  lowWaterMark,
  noSeatRefusal,
  type Pool,
  planMinting,
  seatsPerReplica,
  seatsToRecycle,
  seatsWanted,
} from '../../domain/minting.ts';
import { hasSeat, hasStageCredential, type Member } from '../../domain/seat.ts';
import { at } from './given.ts';

const pool = (changes: Partial<Pool> = {}): Pool => ({
  replicas: [],
  freeSeats: 0,
  leftSeats: 0,
  joinsInFlight: 0,
  replicaBudget: 4,
  ...changes,
});
const replicas = (...existing: number[]) => existing.map((existingSeats, at) => ({ replica: at + 1, existingSeats }));

describe('the pool of seats', () => {
  it.each([
    [0, 50],
    [10, 50],
    [11, 55],
    [50, 250],
  ])('with %d joins in flight is low below %d free seats', (joinsInFlight, mark) => {
    expect(lowWaterMark(joinsInFlight)).toBe(mark);
    expect(seatsWanted(pool({ joinsInFlight, freeSeats: mark }))).toBe(0);
    expect(seatsWanted(pool({ joinsInFlight, freeSeats: mark - 1 }))).toBe(mark + 1);
  });

  it('a room that has just gone live gets replica 1 and its first 100 seats', () => {
    expect(planMinting(pool())).toEqual([
      { kind: 'open_replica', replica: 1 },
      { kind: 'mint', replica: 1, count: 100 },
    ]);
  });

  it('a full pool is left alone', () => {
    expect(planMinting(pool({ replicas: replicas(100), freeSeats: 50 }))).toEqual([]);
  });

  it('standing replicas are filled first, then another is opened', () => {
    expect(planMinting(pool({ replicas: replicas(220), freeSeats: 20 }))).toEqual([
      { kind: 'mint', replica: 1, count: 30 },
      { kind: 'open_replica', replica: 2 },
      { kind: 'mint', replica: 2, count: 50 },
    ]);
  });

  it('seats of leavers are taken back before another replica is opened, unless somebody waits', () => {
    const used = { replicas: replicas(250), leftSeats: 200 };
    expect(planMinting(pool({ ...used, freeSeats: 10 }))).toEqual([{ kind: 'recycle', count: 90 }]);
    expect(planMinting(pool({ ...used, freeSeats: 0 }))[0]).toEqual({ kind: 'open_replica', replica: 2 });
  });

  it('the last replica of the budget is opened, and exactly enough leavers are enough', () => {
    expect(planMinting(pool({ replicas: replicas(250, 250, 250) }))[0]).toEqual({ kind: 'open_replica', replica: 4 });
    const exact = pool({ replicas: replicas(250), freeSeats: 10, leftSeats: 90 });
    expect(planMinting(exact)).toEqual([{ kind: 'recycle', count: 90 }]);
  });

  it('when the replicas allowed are full, leavers make room, and then nothing does', () => {
    const full = replicas(250, 250, 250, 250);
    expect(planMinting(pool({ replicas: full, leftSeats: 7 }))).toEqual([{ kind: 'recycle', count: 7 }]);
    expect(planMinting(pool({ replicas: full }))).toEqual([]);
  });

  it('a rush is minted in batches of at most 100', () => {
    const counts = planMinting(pool({ joinsInFlight: 50 })).flatMap((step) =>
      step.kind === 'mint' ? [step.count] : [],
    );
    expect(counts).toEqual([100, 100, 50, 100, 100, 50]);
  });

  it('whatever the pool, no replica ever holds more than 250 and no room more replicas than its budget', () => {
    const anyPool = fc.record({
      replicas: fc.array(fc.nat(250), { maxLength: 4 }).map((existing) => replicas(...existing)),
      freeSeats: fc.nat(300),
      leftSeats: fc.nat(300),
      joinsInFlight: fc.nat(200),
      replicaBudget: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(anyPool, (given) => {
        const seats = new Map(given.replicas.map(({ replica, existingSeats }) => [replica, existingSeats]));
        for (const step of planMinting(given)) {
          if (step.kind === 'open_replica') seats.set(step.replica, 0);
          if (step.kind === 'mint') seats.set(step.replica, (seats.get(step.replica) ?? Number.NaN) + step.count);
          if (step.kind === 'recycle') expect(step.count).toBeLessThanOrEqual(given.leftSeats);
          else if (step.kind === 'mint') expect(step.count).toBeGreaterThan(0);
        }
        expect(seats.size).toBeLessThanOrEqual(Math.max(given.replicaBudget, given.replicas.length));
        for (const count of seats.values()) expect(count).toBeLessThanOrEqual(seatsPerReplica);
      }),
    );
  });
});

describe('no seat free', () => {
  it('says warming while more can be made and full when none can', () => {
    const full = replicas(250, 250, 250, 250);
    const codes = [
      pool(),
      pool({ replicas: replicas(250) }),
      pool({ replicas: full, leftSeats: 1 }),
      pool({ replicas: full }),
      pool({ replicas: replicas(250), replicaBudget: 1 }),
    ].map((given) => noSeatRefusal(given).refusal.code);
    expect(codes).toEqual([
      'audience_warming',
      'audience_warming',
      'audience_warming',
      'audience_full',
      'audience_full',
    ]);
  });
});

describe('taking seats back', () => {
  const attendee = { AttendeeId: 'a', ExternalUserId: 'a.x', JoinToken: 't' };
  const member = (userId: string, changes: Partial<Member>): Member => ({
    roomId: 'r',
    userId,
    state: 'left',
    role: 'listener',
    epoch: 2,
    seat: { epoch: 2, replica: 1, meetingId: 'm', attendee },
    joinedAt: at(0),
    ...changes,
  });

  it('takes those who left longest ago, and never somebody who is in the room', () => {
    const members = [
      member('1', { leftAt: at(30) }),
      member('2', { leftAt: at(10) }),
      member('3', { state: 'joined' }),
      member('4', { leftAt: at(1), seat: undefined }),
      member('5', { leftAt: at(1), seat: { epoch: 1, replica: 1, meetingId: 'm', attendee } }),
      member('6', { leftAt: at(20) }),
    ];
    expect(seatsToRecycle(members, 2, 2).map(({ userId }) => userId)).toEqual(['2', '6']);
  });

  it('a credential works in its own epoch only, and never for a banned person', () => {
    const stage = { epoch: 2, meetingId: 'm', attendee };
    expect([
      hasSeat(member('1', {}), 2),
      hasSeat(member('1', {}), 3),
      hasSeat(member('1', { state: 'banned' }), 2),
      hasSeat(undefined, 2),
    ]).toEqual([true, false, false, false]);
    expect([
      hasStageCredential(member('1', { stage }), 2),
      hasStageCredential(member('1', { stage }), 3),
      hasStageCredential(member('1', { stage, state: 'banned' }), 2),
    ]).toEqual([true, false, false]);
  });
});

describe('the places of free seats', () => {
  /** A choice that is the same in every run. */
  const chance = (seed: number) => () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  const spread = (seats: readonly FreePlace[], shard: number): readonly number[] =>
    [0, 1, 2, 3].map((at) => seats.filter((seat) => seat.shard === shard && Math.floor(seat.place * 4) === at).length);

  it('are even over shards and stretches, whatever was taken before', () => {
    const random = chance(3);
    let seats = evenPlaces([], 4, 200, random);
    for (let round = 0; round < 20; round += 1) {
      // Everything from one stretch of one shard is taken; as many new seats are made.
      const kept = seats.filter(({ shard, place }) => shard !== round % 4 || place < 0.25 || place > 0.75);
      seats = [...kept, ...evenPlaces(kept, 4, 200 - kept.length, random)];
    }
    expect(seats).toHaveLength(200);
    for (const shard of [0, 1, 2, 3]) {
      expect(seats.filter((seat) => seat.shard === shard)).toHaveLength(50);
      for (const count of spread(seats, shard)) expect(count).toBeGreaterThanOrEqual(5);
    }
  });

  it('lie inside the shard, and there are as many as asked for', () => {
    const seats = evenPlaces([], 3, 10, chance(1));
    expect(seats.map(({ shard }) => shard).sort()).toEqual([0, 0, 0, 0, 1, 1, 1, 2, 2, 2]);
    for (const { place } of seats) expect(place >= 0 && place < 1).toBe(true);
    expect(evenPlaces(seats, 3, 0, chance(1))).toEqual([]);
  });
});
