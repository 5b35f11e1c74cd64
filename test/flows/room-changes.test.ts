import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everythingStored, expectRefused, goLive, inSeconds, schedule, storedRoom, toldOf } from '../given/stories.ts';
import { openWorld, type Person, type World } from '../world.ts';

let world: World;
let host: Person;
let other: Person;
let live: string;
let planned: string;
beforeAll(async () => {
  world = await openWorld();
  host = await world.person('ada', { followers: 600 });
  other = await world.person('bea', { followers: 600 });
  live = await goLive(host, { topics: ['music'] });
  planned = await schedule(world, host);
});
afterAll(() => world.close());

const everyField = {
  title: 'Renamed',
  topics: ['film', 'books'],
  lang: 'de',
  speakersPolicy: 'invited',
  audience: 'followers',
  isLocked: true,
  areGuestsAllowed: false,
};

describe('changing a room', () => {
  it('sets every field of a live room at once, stores it and tells it once', async () => {
    const before = (await host.get(`/v1/rooms/${live}`)).body;
    const changed = await host.patch(`/v1/rooms/${live}`, everyField);
    expect([changed.status, changed.body], changed.text).toMatchObject([
      200,
      { ...everyField, version: before.version + 1 },
    ]);
    expect(storedRoom(world, live)).toMatchObject(everyField);
    expect((await host.get(`/v1/rooms/${live}`)).body).toMatchObject(everyField);
    expect(await toldOf(world, live)).toEqual(['room.live', 'room.updated']);
    await host.patch(`/v1/rooms/${live}`, { audience: 'public', isLocked: false });
  });

  it('writes nothing when nothing differs, and ignores fields that cannot be set', async () => {
    const { version, title } = (await host.get(`/v1/rooms/${live}`)).body;
    const before = await everythingStored(world);
    for (const same of [
      {},
      { title },
      { hostId: other.userId, creatorId: other.userId, status: 'ended', isListed: false },
    ]) {
      const answer = await host.patch(`/v1/rooms/${live}`, same);
      expect([answer.status, answer.body.version], answer.text).toEqual([200, version]);
    }
    expect(await everythingStored(world)).toEqual(before);
  });

  it('refuses a version that is not the present one, and says which is', async () => {
    const { version } = (await host.get(`/v1/rooms/${live}`)).body;
    for (const stale of [version - 1, version + 1])
      expectRefused(await host.patch(`/v1/rooms/${live}`, { title: 'Late', version: stale }), 409, 'version_conflict', {
        param: 'version',
        version,
      });
    expect((await host.patch(`/v1/rooms/${live}`, { title: 'In time', version })).body.title).toBe('In time');
  });

  it('moves a scheduled room, and not a live one', async () => {
    const startsAt = inSeconds(world, 7200);
    const moved = await host.patch(`/v1/rooms/${planned}`, { startsAt });
    expect([moved.status, moved.body.startsAt], moved.text).toEqual([200, startsAt]);
    expect(await toldOf(world, planned)).toEqual(['room.scheduled', 'room.rescheduled']);
    expectRefused(await host.patch(`/v1/rooms/${live}`, { startsAt }), 409, 'room_already_live');
    const past = { startsAt: inSeconds(world, -60) };
    expectRefused(await host.patch(`/v1/rooms/${planned}`, past), 400, 'starts_in_past', { param: 'startsAt' });
    const far = { startsAt: inSeconds(world, 15 * 86_400) };
    expectRefused(await host.patch(`/v1/rooms/${planned}`, far), 400, 'too_far_ahead', { param: 'startsAt' });
  });

  it.each([
    ['title', { title: 'x'.repeat(71) }],
    ['title', { title: ' ' }],
    ['topics', { topics: ['a', 'b', 'c', 'd'] }],
    ['lang', { lang: 'klingon!' }],
  ])('judges %s by the rules of a new room', async (param, patch) => {
    expectRefused(await host.patch(`/v1/rooms/${live}`, patch), 400, 'invalid_field', { param });
  });

  it('is for its hosts alone, and not after the end', async () => {
    for (const id of [live, planned]) {
      const before = await everythingStored(world);
      for (const patch of [{ title: 'Mine' }, { isLocked: true }, { startsAt: inSeconds(world, 60) }])
        expectRefused(await other.patch(`/v1/rooms/${id}`, patch), 403, 'not_allowed_for_role');
      for (const command of ['start', 'end', 'cancel'])
        expectRefused(await other.post(`/v1/rooms/${id}/${command}`), 403, 'not_allowed_for_role');
      expect(await everythingStored(world)).toEqual(before);
    }
    await host.post(`/v1/rooms/${live}/end`);
    expectRefused(await host.patch(`/v1/rooms/${live}`, { title: 'Over' }), 409, 'room_already_ended');
    expectRefused(await host.patch('/v1/rooms/0000000000000', { title: 'None' }), 404, 'room_not_found', {
      param: 'roomId',
    });
  });
});
