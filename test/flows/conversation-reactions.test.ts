import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { following, heard, listenerIn, openTalk } from '../given/conversation.ts';
import { expectRefused, schedule } from '../given/stories.ts';
import { openWorld, type Person, type World } from '../world.ts';
import { itemsOf } from './left-behind.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const react = (person: Person, roomId: string, emoji = '👏') => person.post(`/v1/rooms/${roomId}/reactions`, { emoji });

/** To the beginning of a window, so that what follows lies in it. */
const toNextWindow = () => world.advance(10 - ((world.cloud.clock.now() / 1000) % 10));

describe('reactions', () => {
  it('of everybody are heard together, as totals since the start of the room', async () => {
    const { roomId, host } = await openTalk(world);
    const ada = await listenerIn(world, roomId, 'react1');
    const listener = await following(host, roomId);
    for (const [person, emoji] of [
      [ada, '👏'],
      [host, '👏'],
      [ada, '❤️'],
    ] as const) {
      const answer = await react(person, roomId, emoji);
      expect([answer.status, answer.body]).toEqual([200, {}]);
    }
    await world.advance(4);
    expect((await heard(listener, 'tick'))['reactions']).toEqual({ '👏': 2, '❤️': 1 });
    await react(ada, roomId, '👏');
    await world.advance(4);
    const last = await heard(listener, 'tick', ({ reactions }) => Object(reactions)['👏'] === 3);
    expect(last).toMatchObject({ participantCount: 2, reactions: { '👏': 3, '❤️': 1 } });
  });

  it('are those that the config lists, also as a keyboard without colour writes them', async () => {
    const { roomId, host } = await openTalk(world);
    for (const emoji of ['🦄', 'clap', '', '👏👏', 'constructor', '👏'.repeat(200_000)])
      expectRefused(await react(host, roomId, emoji), 400, 'reaction_unknown', { param: 'emoji' });
    const { reactions } = toConfig((await world.nobody.get('/v1/config')).body);
    expect(reactions).toHaveLength(8);
    for (const emoji of reactions) expect((await react(host, roomId, emoji)).status).toBe(200);
    expect((await react(host, roomId, '\u2764')).status).toBe(200);
    await world.advance(2);
    const total = itemsOf(world, 'rooms').find(({ pk }) => pk === `ROOM#${roomId}#COUNT`);
    expect(total).toMatchObject({ reaction_1f44f: 1, reaction_2764_fe0f: 2, reaction_270c_fe0f: 1 });
  });

  it('are sent by whoever is in the live room', async () => {
    const { roomId, host } = await openTalk(world);
    expectRefused(await react(await world.person('stranger2'), roomId), 403, 'not_allowed_for_role');
    const gone = await listenerIn(world, roomId, 'gone2');
    await gone.post(`/v1/rooms/${roomId}/leave`);
    expectRefused(await react(gone, roomId), 403, 'not_allowed_for_role');
    const { guest } = (await world.nobody.post(`/v1/rooms/${roomId}/listen`)).body;
    const asGuest = await world.nobody.post(
      `/v1/rooms/${roomId}/reactions`,
      { emoji: '👏' },
      { 'rostrum-guest': guest.token },
    );
    expect(asGuest.status).toBe(401);
    expectRefused(await react(host, await schedule(world, host)), 409, 'room_not_live');
    await host.post(`/v1/rooms/${roomId}/end`);
    expectRefused(await react(host, roomId), 409, 'room_already_ended');
  });

  it('are 20 of one person in ten seconds, whatever they are', async () => {
    const { roomId, host } = await openTalk(world);
    await toNextWindow();
    for (let sent = 0; sent < 20; sent += 1)
      expect((await react(host, roomId, sent % 2 ? '👏' : '😂')).status).toBe(200);
    const refused = await react(host, roomId);
    expectRefused(refused, 429, 'too_fast', { limit: 20, seconds: 10 });
    const wait = Number(refused.headers.get('retry-after'));
    expect([wait > 0, wait <= 10]).toEqual([true, true]);
    await world.advance(wait);
    expect((await react(host, roomId)).status).toBe(200);
  });

  it('whose answer got lost are sent again by the SDK and counted once', async () => {
    const { roomId, host } = await openTalk(world);
    world.cloud.faults.add({ service: 'dynamodb', operation: 'UpdateItem', mode: 'apply-then-fail', times: 1 });
    expect((await react(host, roomId)).status).toBe(200);
    const own = itemsOf(world, 'rooms').filter(
      ({ sk, pk }) => `${sk}`.startsWith('REACTIONS#') && `${pk}`.includes(roomId),
    );
    expect(own.map(({ sent, reaction_1f44f: claps }) => [sent, claps])).toEqual([[1, 1]]);
  });
});
const toConfig = (value: unknown) => value as { readonly reactions: readonly string[] };
