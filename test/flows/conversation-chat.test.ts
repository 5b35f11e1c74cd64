import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { following, heard, joined, listenerIn, messagesIn, openTalk, say, textsOf } from '../given/conversation.ts';
import { expectRefused, goLive, inSeconds, schedule } from '../given/stories.ts';
import { openWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('a line of the chat', () => {
  it('is answered with its id and time, and everybody in the room hears it within two seconds', async () => {
    const { roomId, host } = await openTalk(world);
    const ada = await listenerIn(world, roomId, 'ada1');
    const listener = await following(host, roomId);
    const message = await say(ada, roomId, 'Good morning, caf\u0065\u0301!');
    expect(message).toEqual({
      id: expect.stringMatching(/^msg_[0-9A-Za-z]{13}$/),
      userId: ada.userId,
      text: 'Good morning, café!',
      at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    await world.advance(2);
    const frame = await heard(listener, 'chat.posted');
    expect(frame).toMatchObject({ channel: `/rostrum/room/${roomId}/live`, seq: 1, messages: [message] });
  });

  it('stands in the list, newest first, a page at a time', async () => {
    const { roomId, host } = await openTalk(world);
    for (const text of ['one', 'two', 'three', 'four', 'five']) await say(host, roomId, text);
    expect(await textsOf(host, roomId)).toEqual(['five', 'four', 'three', 'two', 'one']);
    const first = await host.get(`/v1/rooms/${roomId}/chat?limit=2`);
    expect(messagesIn(first.body.data).map(({ text }) => text)).toEqual(['five', 'four']);
    expect(await textsOf(host, roomId, `?limit=3&cursor=${first.body.nextCursor}`)).toEqual(['three', 'two', 'one']);
    const last = await host.get(`/v1/rooms/${roomId}/chat?limit=2&cursor=${first.body.nextCursor}`);
    expect(await textsOf(host, roomId, `?limit=2&cursor=${last.body.nextCursor}`)).toEqual(['one']);
  });

  it('is found again an hour later, behind a long silence', async () => {
    const host = await world.person('patient', { followers: 600, tokenSeconds: 86_400 });
    const roomId = await goLive(host);
    await say(host, roomId, 'early');
    // Nobody hears the host: who does not join again is judged gone, and the room closes.
    for (let round = 0; round < 15; round += 1) {
      await world.advance(240);
      await joined(host, roomId);
    }
    await say(host, roomId, 'late');
    expect(await textsOf(host, roomId)).toEqual(['late', 'early']);
    expect(await textsOf(host, roomId, '?limit=1')).toEqual(['late']);
  });

  it('is written once by a repeated request', async () => {
    const { roomId, host } = await openTalk(world);
    const key = { 'idempotency-key': 'one-line' };
    const send = (text: string) => host.post(`/v1/rooms/${roomId}/chat`, { text }, key);
    const [first, ...others] = await Promise.all(['once', 'once', 'once'].map(send));
    expect(others.map(({ status, body }) => [status, body])).toEqual(others.map(() => [201, first?.body]));
    expect((await send('once')).body).toEqual(first?.body);
    expectRefused(await send('twice'), 409, 'idempotency_mismatch');
    expect(await textsOf(host, roomId)).toEqual(['once']);
  });

  it('has 1 to 500 characters', async () => {
    const { roomId, host } = await openTalk(world);
    const chat = `/v1/rooms/${roomId}/chat`;
    for (const text of ['', '   ', 'a'.repeat(501), 'a\u0007b'])
      expectRefused(await host.post(chat, { text }), 400, 'invalid_field', { param: 'text' });
    await say(host, roomId, '💥'.repeat(500));
    expect(await textsOf(host, roomId)).toEqual(['💥'.repeat(500)]);
  });

  it('is kept as it was written, marks of HTML and all: whoever shows it makes it inert', async () => {
    const { roomId, host } = await openTalk(world);
    const text = `<script>alert("1")</script> & 'x'`;
    expect((await say(host, roomId, text)).text).toBe(text);
  });
});

describe('who writes', () => {
  it('must be in the room, and the room live', async () => {
    const { roomId, host } = await openTalk(world);
    const chat = `/v1/rooms/${roomId}/chat`;
    const stranger = await world.person('stranger1');
    expectRefused(await stranger.post(chat, { text: 'Hello?' }), 403, 'not_allowed_for_role');
    expectRefused(await stranger.get(chat), 403, 'not_allowed_for_role');
    const gone = await listenerIn(world, roomId, 'gone1');
    await gone.post(`/v1/rooms/${roomId}/leave`);
    expectRefused(await gone.post(chat, { text: 'Still here' }), 403, 'not_allowed_for_role');
    expect((await world.nobody.post(chat, { text: 'Nobody' })).status).toBe(401);
    const planned = await schedule(world, host, 3_600);
    expectRefused(await host.post(`/v1/rooms/${planned}/chat`, { text: 'Early' }), 409, 'room_not_live');
    await say(host, roomId, 'Goodbye');
    await host.post(`/v1/rooms/${roomId}/end`);
    expectRefused(await host.post(chat, { text: 'Late' }), 409, 'room_already_ended');
    expect(await textsOf(host, roomId)).toEqual(['Goodbye']);
  });

  it('writes five lines in ten seconds, and is told when the next one may come', async () => {
    const { roomId } = await openTalk(world);
    const ada = await listenerIn(world, roomId, 'fast1');
    const began = inSeconds(world, 0);
    for (let line = 0; line < 5; line += 1) await say(ada, roomId, `line ${line}`);
    const refused = await ada.post(`/v1/rooms/${roomId}/chat`, { text: 'line 5' });
    expectRefused(refused, 429, 'too_fast', { limit: 5, seconds: 10 });
    const wait = Number(refused.headers.get('retry-after'));
    expect([wait > 0, wait <= 10], `since ${began}`).toEqual([true, true]);
    await world.advance(wait);
    await say(ada, roomId, 'line 5');
    expect(await textsOf(ada, roomId)).toHaveLength(6);
  });
});

describe('slow mode', () => {
  it('binds everybody but the hosts, who set it', async () => {
    const { roomId, host } = await openTalk(world);
    const ada = await listenerIn(world, roomId, 'slow1');
    const settings = `/v1/rooms/${roomId}/chat-settings`;
    expectRefused(await ada.put(settings, { slowModeSeconds: 30 }), 403, 'not_allowed_for_role');
    for (const slowModeSeconds of [-1, 301, 1.5])
      expectRefused(await host.put(settings, { slowModeSeconds }), 400, 'invalid_field', { param: 'slowModeSeconds' });
    expect((await host.put(settings, { isOn: true, slowModeSeconds: 30 })).body).toEqual({
      isOn: true,
      slowModeSeconds: 30,
    });
    await say(ada, roomId, 'slowly');
    const refused = await ada.post(`/v1/rooms/${roomId}/chat`, { text: 'quickly' });
    expectRefused(refused, 429, 'slow_mode', { slowModeSeconds: 30 });
    const wait = Number(refused.headers.get('retry-after'));
    expect([wait > 20, wait <= 30]).toEqual([true, true]);
    for (const text of ['host', 'host again']) await say(host, roomId, text);
    await world.advance(wait);
    await say(ada, roomId, 'slowly again');
  });

  it('and the switch of the chat are told to everybody', async () => {
    const { roomId, host } = await openTalk(world);
    const ada = await world.person('told1');
    const listener = await following(ada, roomId);
    await host.put(`/v1/rooms/${roomId}/chat-settings`, { isOn: false });
    expectRefused(await ada.post(`/v1/rooms/${roomId}/chat`, { text: 'Hello' }), 403, 'chat_off');
    expectRefused(await host.post(`/v1/rooms/${roomId}/chat`, { text: 'Hello' }), 403, 'chat_off');
    await world.settle();
    expect(await heard(listener, 'room.updated')).toMatchObject({ isChatOn: false, slowModeSeconds: 0 });
    expect((await ada.get(`/v1/rooms/${roomId}`)).body).toMatchObject({ isChatOn: false });
    await host.put(`/v1/rooms/${roomId}/chat-settings`, { isOn: true });
    await say(ada, roomId, 'Hello');
  });
});
