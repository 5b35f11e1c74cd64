import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type Person, type World } from '../world.ts';
import { advanceTo, type LiveRooms, liveRooms, once } from './live-room.ts';

let world: World;
let rooms: LiveRooms;
beforeAll(async () => {
  world = await openWorld();
  rooms = liveRooms(world);
});
afterAll(async () => {
  rooms.leaveAll();
  await world.close();
});

/** A room whose host and two co-hosts are heard. */
async function threeHosts(name: string) {
  const { host, grant, roomId } = await rooms.goLive(`${name}host`);
  const hosting = await rooms.enter(grant, once);
  const cohost = async (handle: string) => {
    const person = await world.person(handle);
    const client = await rooms.enter(await rooms.join(person, roomId), once);
    await host.post(`/v1/rooms/${roomId}/invitations`, { userId: person.userId, role: 'cohost' });
    expect((await person.post(`/v1/rooms/${roomId}/invitations/me/accept`)).status).toBe(200);
    const { audio } = await rooms.join(person, roomId);
    expect(await client.promote(audio.stage.attendee)).toBe(true);
    await rooms.heard();
    return { person, client };
  };
  return { host, hosting, roomId, first: await cohost(`${name}one`), second: await cohost(`${name}two`) };
}
const isHostedBy = async (roomId: string, person: Person, isWaiting = false) => {
  const room = await rooms.seen(roomId);
  expect([room.hostId, room.graceEndsAt !== undefined]).toEqual([person.userId, isWaiting]);
  return room;
};

describe('a room with two co-hosts whose host dies', { timeout: 120_000 }, () => {
  it('is run by whoever accepted first, then by the other; then it waits, and closes', async () => {
    const { host, hosting, roomId, first, second } = await threeHosts('a');
    await rooms.vanish(hosting);
    await world.advance(61);
    await isHostedBy(roomId, first.person);
    expect((await first.person.put(`/v1/rooms/${roomId}/mute-all`, { isOn: true })).status).toBe(200);
    await rooms.vanish(first.client);
    await world.advance(61);
    await isHostedBy(roomId, second.person);
    await rooms.vanish(second.client);
    await world.advance(61);
    const { graceEndsAt } = await isHostedBy(roomId, second.person, true);
    await advanceTo(world, graceEndsAt, 5);
    expect(await rooms.seen(roomId)).toMatchObject({ status: 'ended', endReason: 'grace_ended' });
    for (const person of [host, first.person, second.person])
      expect((await person.post(`/v1/rooms/${roomId}/join`)).body.error.code).toBe('room_already_ended');
  });

  it('is the host’s again when they are back within the time it waits', async () => {
    const { host, hosting, roomId, first, second } = await threeHosts('b');
    for (const client of [hosting, first.client, second.client]) await rooms.vanish(client);
    await world.advance(61);
    expect((await rooms.seen(roomId)).graceEndsAt).toBeDefined();
    await world.advance(240);
    expect((await rooms.join(host, roomId)).role).toBe('host');
    await isHostedBy(roomId, host);
  });
});
