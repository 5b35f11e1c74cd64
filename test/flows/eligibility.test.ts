import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everythingStored, expectRefused, goLive, inSeconds, schedule, storedRoom, toldOf } from '../given/stories.ts';
import { openWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const title = 'Who may host';
const day = 86_400;

describe('followers', () => {
  it('refuses a host with 599 followers, says what is needed, and writes nothing', async () => {
    const host = await world.person('almost', { followers: 599 });
    const before = await everythingStored(world);
    expectRefused(await host.post('/v1/rooms', { title }), 403, 'not_eligible_to_host', {
      type: 'forbidden',
      rule: 'followers',
      need: 600,
      have: 599,
    });
    expectRefused(
      await host.post('/v1/rooms', { title, startsAt: inSeconds(world, 3600) }),
      403,
      'not_eligible_to_host',
      {
        need: 600,
        have: 599,
      },
    );
    expect(await everythingStored(world)).toEqual(before);
    const verdict = (await host.get('/v1/me/hosting-verdict')).body;
    expect(verdict).toMatchObject({ isEligible: false, preset: '2021-05' });
    expect(verdict.rules).toContainEqual({ rule: 'followers', need: 600, have: 599, hasPassed: false });
  });

  it('lets a host with 600 followers go live at once', async () => {
    const host = await world.person('enough', { followers: 600 });
    expect((await host.get('/v1/me/hosting-verdict')).body.isEligible).toBe(true);
    const created = await host.post('/v1/rooms', { title });
    expect(created.status, created.text).toBe(201);
    expect(created.body).toMatchObject({
      role: 'host',
      labels: [],
      room: { status: 'live', hostId: host.userId, creatorId: host.userId, title },
      audio: { kind: 'stage', attendee: { Capabilities: { Audio: 'SendReceive' } } },
    });
    const { id } = created.body.room;
    expect(storedRoom(world, id)).toMatchObject({ status: 'live', hostId: host.userId, title });
    expect(await toldOf(world, id)).toEqual(['room.live']);
  });

  it('judges again at the start: followers lost since the room was planned keep it from starting', async () => {
    const host = await world.person('loses', { followers: 600 });
    const id = await schedule(world, host);
    await world.person('loses', { followers: 599 });
    expectRefused(await host.post(`/v1/rooms/${id}/start`), 403, 'not_eligible_to_host', { need: 600, have: 599 });
    expect(storedRoom(world, id)).toMatchObject({ status: 'scheduled' });
    await world.person('loses', { followers: 600 });
    const started = await host.post(`/v1/rooms/${id}/start`);
    expect([started.status, started.body.room.status], started.text).toEqual([200, 'live']);
    expect(await toldOf(world, id)).toEqual(['room.scheduled', 'room.live']);
  });

  it('believes the surrounding app alone, however many follow here', async () => {
    const star = await world.person('star', { followers: 0 });
    const fan = await world.person('fan');
    await fan.put(`/v1/me/following/${star.userId}`);
    const verdict = (await star.get('/v1/me/hosting-verdict')).body;
    expect(verdict.rules).toContainEqual({ rule: 'followers', need: 600, have: 0, hasPassed: false });
  });
});

describe('accounts', () => {
  it('never lets a protected account host, and does once it is open again', async () => {
    const host = await world.person('shy', { followers: 100_000 });
    const id = await schedule(world, host);
    await host.patch('/v1/me', { isProtected: true });
    expectRefused(await host.post('/v1/rooms', { title }), 403, 'protected_account');
    expectRefused(await host.post(`/v1/rooms/${id}/start`), 403, 'protected_account');
    await host.patch('/v1/me', { isProtected: false });
    expect((await host.post(`/v1/rooms/${id}/start`)).status).toBe(200);
  });

  it('never lets a suspended account host, listen or change anything', async () => {
    const roomId = await goLive(await world.person('fine', { followers: 600 }));
    const host = await world.person('gone', { followers: 100_000 });
    const planned = await schedule(world, host);
    await world.person('gone', { isSuspended: true });
    expect((await host.get('/v1/me')).body.isSuspended).toBe(true);
    const before = await everythingStored(world);
    for (const refused of [
      await host.post('/v1/rooms', { title }),
      await host.post(`/v1/rooms/${planned}/start`),
      await host.post(`/v1/rooms/${planned}/cancel`),
      await host.patch(`/v1/rooms/${planned}`, { title }),
      await host.post(`/v1/rooms/${roomId}/join`),
      await host.patch('/v1/me', { bio: 'still here' }),
      await host.put(`/v1/me/following/1`),
    ])
      expectRefused(refused, 403, 'account_suspended');
    expect(await everythingStored(world)).toEqual(before);
    await world.person('gone', { isSuspended: false });
    expect((await host.post(`/v1/rooms/${planned}/start`)).status).toBe(200);
  });
});

describe('facts of the surrounding app', () => {
  it('does not let anybody host on facts older than seven days, and anybody listen', async () => {
    await world.person('stale', { followers: 100_000 });
    await world.advance(7 * day + 1);
    const [host, open] = [await world.person('stale'), await world.person('fresh', { followers: 600 })];
    expectRefused(await host.post('/v1/rooms', { title }), 403, 'not_eligible_to_host', {
      rule: 'facts_fresh',
      need: 7,
    });
    const joined = await host.post(`/v1/rooms/${await goLive(open)}/join`);
    expect([joined.status, joined.body.role], joined.text).toEqual([200, 'listener']);
    await world.person('stale', { followers: 600 });
    expect((await host.post('/v1/rooms', { title })).status).toBe(201);
  });

  it('lets somebody host on facts not yet seven days old', async () => {
    await world.person('nearly', { followers: 600 });
    await world.advance(7 * day - 60);
    expect((await (await world.person('nearly')).post('/v1/rooms', { title })).status).toBe(201);
  });

  it('takes no older facts for newer ones, and none from the future', async () => {
    const host = await world.person('late', { followers: 600 });
    const tell = async (count: number, aheadSeconds: number) => {
      const detail = { userId: host.userId, count, asOf: inSeconds(world, aheadSeconds), source: 'test' };
      world.cloud.bus.emit({ source: 'rostrum.app', detailType: 'follower.facts', detail });
      await world.settle();
      return (await host.get('/v1/me')).body.followerCount;
    };
    expect(await tell(5, -60)).toBe(600);
    expect(await tell(6, 3600)).toBe(600);
    expect(await tell(7, 0)).toBe(7);
  });

  it('keeps facts that come before the person does', async () => {
    const host = await world.person('early');
    const later = `${BigInt(host.userId) + 1n}`;
    const detail = { userId: later, count: 700, asOf: inSeconds(world, 0), source: 'test' };
    world.cloud.bus.emit({ source: 'rostrum.app', detailType: 'follower.facts', detail });
    await world.settle();
    const person = await world.person('unseen', { claims: { sub: later } });
    expect((await person.post('/v1/rooms', { title })).status).toBe(201);
  });
});
