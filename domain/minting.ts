/** How many seats to make ahead, where, and which to take back: pure arithmetic over a room's pool. */

import type { Refused } from './refusal.ts';
import { refuse } from './refusal.ts';
import type { Member } from './seat.ts';
import { isoOf } from './time.ts';

/** Chime SDK: attendees per meeting, counted from creation until DeleteAttendee, connected or not. */
export const seatsPerReplica = 250;
/** Chime SDK: BatchCreateAttendee makes at most 100 at a time. */
export const seatsPerBatch = 100;
const leastFreeSeats = 50;
const freeSeatsPerJoin = 5;

/** One room's pool in its present epoch. `existingSeats` counts every attendee made and not deleted. */
export type Pool = {
  readonly replicas: readonly { readonly replica: number; readonly existingSeats: number }[];
  readonly freeSeats: number;
  /** Seats of people who left: they may be taken back. */
  readonly leftSeats: number;
  readonly joinsInFlight: number;
  /** Replicas the room may have; see the config. */
  readonly replicaBudget: number;
};

/** What the minter does next, in this order. A batch is one request to the service; a recycled seat is another each. */
export type MintStep =
  | { readonly kind: 'open_replica'; readonly replica: number }
  | { readonly kind: 'mint'; readonly replica: number; readonly count: number }
  | { readonly kind: 'recycle'; readonly count: number };

/** Fewer free seats than this and the pool is topped up. */
export function lowWaterMark(joinsInFlight: number): number {
  return Math.max(leastFreeSeats, freeSeatsPerJoin * joinsInFlight);
}

/** A pool below its mark is filled to twice the mark: 100 seats for a quiet room. */
export function seatsWanted(pool: Pool): number {
  const mark = lowWaterMark(pool.joinsInFlight);
  return pool.freeSeats >= mark ? 0 : mark * 2 - pool.freeSeats;
}

/** Room in standing replicas first; then seats of leavers if nobody waits for one; then new replicas; then leavers again. */
export function planMinting(pool: Pool): readonly MintStep[] {
  const steps: MintStep[] = [];
  let wanted = seatsWanted(pool);
  for (const { replica, existingSeats } of pool.replicas) {
    const count = Math.min(wanted, Math.max(0, seatsPerReplica - existingSeats));
    steps.push(...batches(replica, count));
    wanted -= count;
  }
  if (wanted > 0 && pool.freeSeats > 0 && pool.leftSeats >= wanted)
    return [...steps, { kind: 'recycle', count: wanted }];
  for (let replica = pool.replicas.length + 1; wanted > 0 && replica <= pool.replicaBudget; replica += 1) {
    const count = Math.min(wanted, seatsPerReplica);
    steps.push({ kind: 'open_replica', replica }, ...batches(replica, count));
    wanted -= count;
  }
  const count = Math.min(wanted, pool.leftSeats);
  return count > 0 ? [...steps, { kind: 'recycle', count }] : steps;
}

/** Where a free seat lies: in one of the pool's shards, at a place in [0, 1). Joins look for seats from a random place on. */
export type FreePlace = { readonly shard: number; readonly place: number };
const candidatesPerSeat = 6;

/**
 * Places for so many new seats, each in the emptiest shard and in the widest of a few gaps, so that joins go on finding
 * different ones. Seats laid anywhere gather where joins seldom look, and half of all joins lose their race then.
 */
export function evenPlaces(
  standing: readonly FreePlace[],
  shards: number,
  count: number,
  random: () => number,
): readonly FreePlace[] {
  const taken = Array.from({ length: shards }, (_, shard) =>
    standing.filter((seat) => seat.shard === shard).map(({ place }) => place),
  );
  return Array.from({ length: count }, () => {
    const places = taken.reduce((emptiest, other) => (other.length < emptiest.length ? other : emptiest));
    const place = widestGap(places, random);
    places.push(place);
    return { shard: taken.indexOf(places), place };
  });
}

function widestGap(places: readonly number[], random: () => number): number {
  const roomAt = (at: number): number => Math.min(1, ...places.map((place) => Math.abs(place - at)));
  const candidates = Array.from({ length: candidatesPerSeat }, random);
  return candidates.reduce((best, other) => (roomAt(other) > roomAt(best) ? other : best));
}

/** Why there is no seat now: `audience_warming` while more can be made, `audience_full` when none can. */
export function noSeatRefusal(pool: Pool): Refused {
  return refuse(planMinting({ ...pool, freeSeats: 0 }).length > 0 ? 'audience_warming' : 'audience_full');
}

/** The leavers whose seats are taken back, who left longest ago first. Nobody who is in the room is among them. */
export function seatsToRecycle(members: readonly Member[], epoch: number, count: number): readonly Member[] {
  const idle = members.filter(({ state, seat }) => state === 'left' && seat?.epoch === epoch);
  const leftAt = (member: Member): string => member.leftAt ?? isoOf(0);
  return idle.sort((a, b) => (leftAt(a) < leftAt(b) ? -1 : 1)).slice(0, count);
}

function batches(replica: number, count: number): readonly MintStep[] {
  const steps: MintStep[] = [];
  for (let rest = count; rest > 0; rest -= seatsPerBatch) {
    steps.push({ kind: 'mint', replica, count: Math.min(rest, seatsPerBatch) });
  }
  return steps;
}
