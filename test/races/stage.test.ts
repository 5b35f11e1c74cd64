import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeOf, wantedCapability } from '../../domain/stage.ts';
import { storedRoom } from '../given/stories.ts';
import type { Answer, Person, World } from '../world.ts';
import { peopleOf } from './rooms.ts';
import { itemsOf, membersOf, openRaceWorld, primariesOf, times } from './watching.ts';

let world: World;
let people: ReturnType<typeof peopleOf>;
beforeAll(async () => {
  world = await openRaceWorld();
  people = peopleOf(world);
});
afterAll(() => world.close());

type Room = { readonly host: Person; readonly roomId: string; at(path: string): string };
async function liveRoom(): Promise<Room> {
  const { host, roomId } = await people.liveRoom();
  return { host, roomId, at: (path) => `/v1/rooms/${roomId}/${path}` };
}
async function listeners(room: Room, count: number): Promise<readonly Person[]> {
  const some = await people.listeners(count);
  for (const person of some) expect((await people.join(person, room.roomId)).status).toBe(200);
  return some;
}
async function onStage(room: Room, count: number, role: 'speaker' | 'cohost' = 'speaker') {
  const some = await listeners(room, count);
  for (const person of some) {
    await room.host.post(room.at('invitations'), { userId: person.userId, role });
    expect((await person.post(room.at('invitations/me/accept'))).status).toBe(200);
  }
  return some;
}
const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status).toSorted();

type SeenAttendee = { readonly attendeeId: string; readonly audio: string };
const toAttendees = (seats: unknown) => seats as readonly SeenAttendee[];

/** What the API says, what is stored and what the media service lets be heard are one and the same. */
async function expectOneEnd({ host, roomId, at }: Room): Promise<readonly string[]> {
  await world.advance(10);
  const room = storedRoom(world, roomId);
  if (room?.status !== 'live') throw new Error(`The room is ${room?.status}`);
  const shown = (await host.get(at('people'))).body.data.filter(({ role }) => role !== 'listener');
  expect(shown.map(({ userId }) => userId).toSorted()).toEqual(room.stage.map(({ userId }) => userId).toSorted());
  const primary = primariesOf(world, roomId).find(({ meetingId }) => meetingId === room.meeting.id);
  const heard = new Map(toAttendees(primary?.seats).map((seat) => [seat.attendeeId, seat.audio]));
  const wanted = room.stage.flatMap((place) =>
    place.attendeeId === undefined
      ? []
      : [[place.attendeeId, wantedCapability({ ...place, isMutedAll: room.isMutedAll }).Audio] as const],
  );
  expect([...heard].toSorted()).toEqual([...wanted].toSorted());
  for (const { state, seat, userId } of membersOf(world, roomId))
    if (state === 'banned') expect([seat, placeOf(room, userId)]).toEqual([undefined, undefined]);
  return room.stage.map(({ userId }) => userId);
}

describe('the stage under people who get into each other’s way', { timeout: 60_000 }, () => {
  it('gives its last place to one of two', async () => {
    const room = await liveRoom();
    await onStage(room, 9);
    const two = await listeners(room, 2);
    for (const person of two) await person.post(room.at('requests'));
    const answers = await Promise.all(two.map(({ userId }) => room.host.post(room.at(`requests/${userId}/accept`))));
    expect(statuses(answers)).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.error.code).toBe('stage_full');
    expect(await expectOneEnd(room)).toHaveLength(11);
  });

  it('gives a request that is accepted and withdrawn at once one end', async () => {
    const room = await liveRoom();
    for (const person of await listeners(room, 4)) {
      await person.post(room.at('requests'));
      const [accepted, withdrawn] = await Promise.all([
        room.host.post(room.at(`requests/${person.userId}/accept`)),
        person.remove(room.at('requests/me')),
      ]);
      expect(statuses([accepted, withdrawn])).toEqual([200, 404]);
      const stage = await expectOneEnd(room);
      expect(stage.includes(person.userId)).toBe(accepted.status === 200);
    }
    expect((await room.host.get(room.at('requests'))).body.data).toEqual([]);
  });

  it('lets two co-hosts mute and unmute, and the last word counts everywhere', async () => {
    const room = await liveRoom();
    const [one, two] = await onStage(room, 2, 'cohost');
    const [speaker] = await onStage(room, 1);
    if (!one || !two || !speaker) return;
    const path = room.at(`stage/${speaker.userId}/mute`);
    for (let round = 0; round < 4; round += 1) {
      const both = await Promise.all([
        one.put(path, { isMuted: true }),
        two.put(path, { isMuted: false }),
        one.put(room.at('mute-all'), { isOn: round % 2 === 0 }),
      ]);
      expect(statuses(both)).toEqual([200, 200, 200]);
      await expectOneEnd(room);
    }
  });

  it('has one host after one who hands over while leaving', async () => {
    const room = await liveRoom();
    const [cohost, other] = await onStage(room, 2, 'cohost');
    if (!cohost || !other) return;
    await Promise.all([
      room.host.put(room.at('host'), { userId: cohost.userId }),
      room.host.post(room.at('leave')),
      room.host.put(room.at('host'), { userId: other.userId }),
    ]);
    await expectOneEnd(room);
    const stored = storedRoom(world, room.roomId);
    const hosts = stored?.status === 'live' ? stored.stage.filter(({ role }) => role === 'host') : [];
    expect(hosts.map(({ userId, isHere }) => [userId, isHere])).toEqual([[stored?.hostId, true]]);
    const claims = itemsOf(world, 'social').filter(({ sk, roomId }) => sk === 'PRESENCE' && roomId === room.roomId);
    expect(claims.map(({ userId }) => userId)).toEqual([stored?.hostId]);
  });

  it('never loses its host to a removal that was decided before the hand-over', async () => {
    for (const room of [await liveRoom(), await liveRoom(), await liveRoom()]) {
      const [cohost] = await onStage(room, 1, 'cohost');
      if (!cohost) throw new Error('nobody is co-host');
      const [removal, handOver] = await Promise.all([
        room.host.remove(room.at(`people/${cohost.userId}`)),
        room.host.put(room.at('host'), { userId: cohost.userId }),
      ]);
      expect([removal.status, handOver.status].toSorted(), `${removal.text} ${handOver.text}`).not.toEqual([200, 200]);
      await expectOneEnd(room);
      const stored = storedRoom(world, room.roomId);
      const hosts = stored?.status === 'live' ? stored.stage.filter(({ role }) => role === 'host') : [];
      expect(hosts.map(({ userId }) => userId)).toEqual([stored?.hostId]);
    }
  });

  it('never lets in whoever is removed while they join', async () => {
    const room = await liveRoom();
    for (const person of await people.listeners(6)) {
      await Promise.all([
        ...times(3, () => people.join(person, room.roomId)),
        room.host.remove(room.at(`people/${person.userId}`)),
      ]);
      expect((await people.join(person, room.roomId)).body.error.code).toBe('blocked_from_room');
    }
    await expectOneEnd(room);
  });

  it('never keeps on stage whoever is removed while they are accepted', async () => {
    const room = await liveRoom();
    for (const person of await listeners(room, 6)) {
      await person.post(room.at('requests'));
      await Promise.all([
        room.host.post(room.at(`requests/${person.userId}/accept`)),
        room.host.remove(room.at(`people/${person.userId}`)),
        people.join(person, room.roomId),
      ]);
      expect((await people.join(person, room.roomId)).body.error.code).toBe('blocked_from_room');
      expect(await expectOneEnd(room)).toEqual([room.host.userId]);
    }
  });

  it('never takes more requests than it can', async () => {
    const room = await liveRoom();
    const some = await listeners(room, 20);
    const answers = await Promise.all(some.map((person) => person.post(room.at('requests'))));
    expect(statuses(answers).filter((status) => status !== 201 && status !== 503)).toEqual([]);
    await world.settle();
    const count = itemsOf(world, 'rooms').find(({ sk, pk }) => sk === 'COUNT' && String(pk).includes(room.roomId));
    const open = (await room.host.get(room.at('requests'))).body.data;
    expect([count?.['pending'], answers.filter(({ status }) => status === 201).length]).toEqual([
      open.length,
      open.length,
    ]);
  });
});
