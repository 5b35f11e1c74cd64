import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { following, heard, listenerIn, openTalk } from '../given/conversation.ts';
import { expectRefused, schedule, storedRoom } from '../given/stories.ts';
import { openWorld, type Person, type World } from '../world.ts';
import { type Operator, openOperator } from './operator.ts';

let world: World;
let operator: Operator;
beforeAll(async () => {
  world = await openWorld();
  operator = await openOperator(world);
});
afterAll(() => world.close());

const pin = (person: Person, roomId: string, wish: object) => person.post(`/v1/rooms/${roomId}/pins`, wish);
const pinsOf = (roomId: string) => storedRoom(world, roomId)?.pins ?? [];
const post = '1460323737035677698';

describe('a pin', () => {
  it('is a link or a post with a note, seen by everybody at once, in the order they came', async () => {
    const { roomId, host } = await openTalk(world);
    const listener = await following(await world.person('pinned1'), roomId);
    const first = await pin(host, roomId, { url: 'https://example.org/a?b=c#d', note: 'Read this' });
    expect([first.status, first.body]).toEqual([
      201,
      {
        id: expect.stringMatching(/^pin_[0-9A-Za-z]{13}$/),
        url: 'https://example.org/a?b=c#d',
        note: 'Read this',
        userId: host.userId,
      },
    ]);
    const second = await pin(host, roomId, { url: post });
    const pins = [first.body, second.body];
    expect(second.body).toEqual({ id: expect.any(String), url: post, userId: host.userId });
    expect((await world.nobody.get(`/v1/rooms/${roomId}`)).body).toMatchObject({ pins });
    await world.settle();
    expect(await heard(listener, 'pins.changed', ({ pins: shown }) => Object(shown).length === 2)).toMatchObject({
      pins,
    });
  });

  it('is made once by a repeated request', async () => {
    const { roomId, host } = await openTalk(world);
    const key = { 'idempotency-key': 'one-pin' };
    const send = (url: string) => host.post(`/v1/rooms/${roomId}/pins`, { url }, key);
    const [first, ...others] = await Promise.all([post, post, post].map(send));
    expect(others.map(({ status, body }) => [status, body])).toEqual(others.map(() => [201, first?.body]));
    expect(pinsOf(roomId)).toEqual([first?.body]);
    expectRefused(await send('1'), 409, 'idempotency_mismatch');
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt://example.org/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'file:x',
    'ftp://example.org',
    '//example.org',
    'example.org',
    'https://',
    'https:///nowhere',
    'http:/\\example.org',
    ' https://example.org',
    'https://exa mple.org',
    'https://example.org/\u0000',
    'https://example.org/\u202egpj.exe',
    'https://good.example@evil.example/',
    `https://example.org/${'x'.repeat(500)}`,
    '12345678901234567890',
    '-1',
    '',
  ])('does not lead to %j', async (url) => {
    const { roomId, host } = await talk();
    expectRefused(await pin(host, roomId, { url }), 400, 'link_not_allowed', { param: 'url' });
    expect(pinsOf(roomId)).toEqual([]);
  });

  it('has a note of at most 140 characters', async () => {
    const { roomId, host } = await talk();
    for (const note of ['x'.repeat(141), 'a\u0007b'])
      expectRefused(await pin(host, roomId, { url: post, note }), 400, 'invalid_field', { param: 'note' });
  });
});
let talked: ReturnType<typeof openTalk> | undefined;
const talk = () => (talked ??= openTalk(world));

describe('pins', () => {
  it('are five at most', async () => {
    const { roomId, host } = await openTalk(world);
    for (const url of ['1', '2', '3', '4', '5']) expect((await pin(host, roomId, { url })).status).toBe(201);
    expectRefused(await pin(host, roomId, { url: '6' }), 409, 'pins_full', { limit: 5 });
    const [first] = pinsOf(roomId);
    expect((await host.remove(`/v1/rooms/${roomId}/pins/${first?.id}`)).body).toEqual({});
    expect((await pin(host, roomId, { url: '6' })).status).toBe(201);
    expect(pinsOf(roomId).map(({ url }) => url)).toEqual(['2', '3', '4', '5', '6']);
  });

  it('come from the stage: a speaker takes back their own, the hosts any', async () => {
    const { roomId, host } = await openTalk(world);
    const [speaker, other] = [await world.person('pinning1'), await world.person('pinning2')];
    for (const person of [speaker, other]) await operator.putOnStage(roomId, person);
    const listener = await listenerIn(world, roomId, 'pinning3');
    expectRefused(await pin(listener, roomId, { url: post }), 403, 'not_allowed_for_role');
    expectRefused(await pin(await world.person('pinning4'), roomId, { url: post }), 403, 'not_allowed_for_role');
    const paths: string[] = [];
    for (const url of ['1', '2', '3']) {
      const { status, body } = await pin(speaker, roomId, { url });
      expect(status).toBe(201);
      paths.push(`/v1/rooms/${roomId}/pins/${body.id}`);
    }
    const [first, second] = paths;
    for (const person of [listener, other]) expectRefused(await person.remove(`${first}`), 403, 'not_allowed_for_role');
    expect((await speaker.remove(`${first}`)).status).toBe(200);
    expect((await host.remove(`${second}`)).status).toBe(200);
    expectRefused(await host.remove(`${second}`), 404, 'not_found', { param: 'pinId' });
    expect(pinsOf(roomId).map(({ url }) => url)).toEqual(['3']);
  });

  it('are of live rooms', async () => {
    const { roomId, host } = await openTalk(world);
    expectRefused(await pin(host, await schedule(world, host), { url: post }), 409, 'room_not_live');
    await host.post(`/v1/rooms/${roomId}/end`);
    expectRefused(await pin(host, roomId, { url: post }), 409, 'room_already_ended');
  });
});
