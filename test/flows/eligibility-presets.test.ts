import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configWith } from '../given/config.ts';
import { expectRefused, inSeconds, schedule } from '../given/stories.ts';
import { openWorld, type Person, type World } from '../world.ts';

const title = 'Who may host';

describe('without facts of a surrounding app, with two followers needed', () => {
  const config = configWith({ overrides: { followersToHost: 2 } });
  let world: World;
  let host: Person;
  let fans: readonly Person[];
  beforeAll(async () => {
    world = await openWorld({ configFile: config.configFile });
    host = await world.person('ada');
    fans = await Promise.all([world.person('bea'), world.person('cleo')]);
  });
  afterAll(async () => {
    await world.close();
    config.remove();
  });
  const follow = (fan: Person | undefined) => fan?.put(`/v1/me/following/${host.userId}`);
  const unfollow = (fan: Person | undefined) => fan?.remove(`/v1/me/following/${host.userId}`);

  it('counts those who follow here: one is too few, however often, and two are enough at once', async () => {
    for (const _ of [1, 2]) await follow(fans[0]);
    expectRefused(await host.post('/v1/rooms', { title }), 403, 'not_eligible_to_host', { need: 2, have: 1 });
    await follow(fans[1]);
    const created = await host.post('/v1/rooms', { title });
    expect([created.status, created.body.room.status], created.text).toEqual([201, 'live']);
    await host.post(`/v1/rooms/${created.body.room.id}/end`);
  });

  it('notices at the start that somebody stopped following', async () => {
    const id = await schedule(world, host);
    await unfollow(fans[0]);
    expectRefused(await host.post(`/v1/rooms/${id}/start`), 403, 'not_eligible_to_host', { need: 2, have: 1 });
    await follow(fans[0]);
    expect((await host.post(`/v1/rooms/${id}/start`)).status).toBe(200);
    await host.post(`/v1/rooms/${id}/end`);
  });

  it('forgets the own count once facts are pushed, and never goes stale without them', async () => {
    await world.advance(8 * 86_400);
    const again = await world.person('ada');
    expect((await again.get('/v1/me/hosting-verdict')).body.isEligible).toBe(true);
    const told = await world.person('ada', { followers: 1 });
    expectRefused(await told.post('/v1/rooms', { title }), 403, 'not_eligible_to_host', { need: 2, have: 1 });
  });
});

describe('by the preset of October 2022', () => {
  const config = configWith({ preset: '2022-10' });
  let world: World;
  beforeAll(async () => {
    world = await openWorld({ configFile: config.configFile });
  });
  afterAll(async () => {
    await world.close();
    config.remove();
  });

  it('anybody may host, even on stale facts, but no protected and no suspended account', async () => {
    await world.person('ada', { followers: 0 });
    await world.person('bea', { isSuspended: true });
    await world.advance(8 * 86_400);
    const [ada, bea] = [await world.person('ada'), await world.person('bea')];
    const { body } = await ada.post('/v1/rooms', { title });
    expect(body.room.status).toBe('live');
    await ada.post(`/v1/rooms/${body.room.id}/end`);
    await ada.patch('/v1/me', { isProtected: true });
    expectRefused(await ada.post('/v1/rooms', { title }), 403, 'protected_account');
    expectRefused(await bea.post('/v1/rooms', { title }), 403, 'account_suspended');
  });

  it('a host plans up to ten rooms, up to 30 days ahead', async () => {
    const host = await world.person('cleo');
    for (let count = 0; count < 10; count += 1) await schedule(world, host, 30 * 86_400 - 60);
    const more = { title, startsAt: inSeconds(world, 3600) };
    expectRefused(await host.post('/v1/rooms', more), 409, 'too_many_scheduled', { limit: 10 });
    const late = { title, startsAt: inSeconds(world, 31 * 86_400) };
    expectRefused(await host.post('/v1/rooms', late), 400, 'too_far_ahead', { scheduleAheadDays: 30 });
  });

  it('tells frontends so', async () => {
    const { body } = await world.nobody.get('/v1/config');
    expect(body).toMatchObject({ preset: '2022-10', limits: { followersToHost: 0, maxScheduledRooms: 10 } });
  });
});
