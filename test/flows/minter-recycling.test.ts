import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seatsPerReplica } from '../../domain/minting.ts';
import { crowdReplica, orderSeats, peopleOf } from '../races/rooms.ts';
import {
  differenceOf,
  freeSeatsOf,
  mediaCalls,
  membersOf,
  openRaceWorldWith,
  othersThan,
  replicasOf,
  seatCounts,
  worksOf,
} from '../races/watching.ts';
import type { Person, World } from '../world.ts';

let world: World;
let people: ReturnType<typeof peopleOf>;
beforeAll(async () => {
  world = await openRaceWorldWith({ replicaBudget: 1 });
  people = peopleOf(world);
});
afterAll(() => world.close());

/** All that a replica may have beside the 100 seats of the test. */
const elsewhere = 150;

/** A replica that may have no more seats, 88 of them free, and 12 people who have just left theirs. */
async function usedUpRoom(): Promise<string> {
  const { roomId } = await people.liveRoom();
  await crowdReplica(world, roomId, elsewhere);
  const persons = await people.listeners(12);
  await people.joinAll(persons, roomId);
  await leaveAll(roomId, persons);
  return roomId;
}
const leaveAll = async (roomId: string, persons: readonly Person[]) => {
  await Promise.all(persons.map((person) => people.leave(person, roomId)));
  await world.settle();
};

function expectRightCounts(roomId: string): void {
  const { counted, made } = seatCounts(world, roomId);
  expect(counted.map((seats) => seats - elsewhere)).toEqual(made);
  const held = membersOf(world, roomId).flatMap(({ seat }) => seat?.attendee.AttendeeId ?? []);
  const living = replicasOf(world, roomId).flatMap(({ seats }) => seats.map(({ attendeeId }) => attendeeId));
  expect(differenceOf([...held, ...freeSeatsOf(world, roomId)], living)).toEqual([]);
  expect(worksOf(world)).toEqual([]);
}

describe('taking seats back', () => {
  it('deletes those of leavers and makes as many new ones, each with one call', async () => {
    const roomId = await usedUpRoom();
    world.cloud.calls.clear();
    await orderSeats(world, roomId, { joinsInFlight: 20 });
    await world.advance(10);
    expectRightCounts(roomId);
    expect(mediaCalls(world, 'DeleteAttendee')).toHaveLength(12);
    expect(mediaCalls(world, 'BatchCreateAttendee').length).toBeLessThanOrEqual(2);
    expect(mediaCalls(world, 'CreateMeeting')).toEqual([]);
    expect(freeSeatsOf(world, roomId)).toHaveLength(100);
    world.cloud.calls.clear();
    await world.advance(60);
    expect(mediaCalls(world)).toEqual([]);
  });

  it.each([
    ['an attendee was deleted and the answer got lost', 'chime', 'DeleteAttendee', 'apply-then-fail', 3],
    ['an attendee could not be deleted', 'chime', 'DeleteAttendee', 'fail-before', 5],
    ['the media service throttles', 'chime', 'DeleteAttendee', 'throttle', 6],
    [
      'a seat was taken, or noted as gone, and the answer got lost',
      'dynamodb',
      'TransactWriteItems',
      'apply-then-fail',
      4,
    ],
    ['a seat could not be noted as gone', 'dynamodb', 'TransactWriteItems', 'fail-before', 4],
    ['others write at the same time', 'dynamodb', 'TransactWriteItems', 'conflict', 8],
  ])('comes right in the end although %s', async (_what, service, operation, mode, times) => {
    const roomId = await usedUpRoom();
    await world.nobody.post('/local/faults', { service, operation, mode, times });
    await orderSeats(world, roomId, { joinsInFlight: 20 });
    await world.advance(125);
    await world.nobody.remove('/local/faults');
    await world.advance(125);
    expectRightCounts(roomId);
    const [counted = 0] = seatCounts(world, roomId).counted;
    expect(freeSeatsOf(world, roomId).length + seatsPerReplica - counted, 'no place is lost').toBe(100);
    expect(freeSeatsOf(world, roomId).length).toBeGreaterThan(88);
  });
});

describe('a room in which every place is taken', () => {
  it('says so, wastes no call on it, and lets people in again once others have left', async () => {
    const { roomId } = await people.liveRoom();
    await crowdReplica(world, roomId, elsewhere);
    const soonGone = await people.listeners(8);
    expect(othersThan(200, await people.joinAll([...soonGone, ...(await people.listeners(92))], roomId))).toEqual([]);
    expect(freeSeatsOf(world, roomId)).toEqual([]);
    const [late, later] = await people.listeners(2);
    if (!late || !later) return;
    world.cloud.calls.clear();
    const refused = await people.join(late, roomId);
    expect([refused.status, refused.body.error?.code]).toEqual([503, 'audience_full']);
    expect(refused.headers.get('retry-after')).toBe('30');
    expect(await people.join(late, roomId)).toMatchObject({ status: 503 });
    expect(mediaCalls(world)).toEqual([]);
    await leaveAll(roomId, soonGone.slice(0, 1));
    const granted = await people.joinPatiently(later, roomId);
    expect(granted.status, granted.text).toBe(200);
    await leaveAll(roomId, soonGone.slice(1));
    const grants = await Promise.all((await people.listeners(5)).map((person) => people.joinPatiently(person, roomId)));
    expect(othersThan(200, grants)).toEqual([]);
    await world.advance(10);
    expectRightCounts(roomId);
    expect(freeSeatsOf(world, roomId).length).toBeGreaterThan(0);
  });
});
