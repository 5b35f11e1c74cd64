import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Listener, openListener } from './realtime-client.ts';
import { openRealtimeCloud, type RealtimeCloud } from './realtime-stage.ts';

let stage: RealtimeCloud;
let url = '';
const open: Listener[] = [];
const room = '/rostrum/room/r1/live';
const refused = (type: string, id?: string) => ({
  type,
  ...(id && { id }),
  errors: [{ errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' }],
});

beforeAll(async () => {
  stage = await openRealtimeCloud();
  url = `${stage.cloud.url.replace('http', 'ws')}/event/realtime`;
});
afterEach(async () => {
  for (const listener of open.splice(0)) listener.close();
  await vi.waitFor(() => expect(stage.cloud.realtime?.snapshot().connections).toBe(0));
});
afterAll(() => stage?.close());

async function listener(token = `listen ${room}`): Promise<Listener> {
  const one = await openListener(url, token);
  open.push(one);
  return one;
}

/** Somebody who listens to the room already. */
async function inTheRoom(): Promise<Listener> {
  const one = await listener();
  await one.greeting();
  expect(await one.subscribe(room)).toEqual({ type: 'subscribe_success', id: room });
  return one;
}

describe('a subscriber', () => {
  test('connects, subscribes and hears what is published', async () => {
    const ada = await listener();
    expect(await ada.greeting()).toEqual({ type: 'connection_ack', connectionTimeoutMs: 300_000 });
    expect(await ada.subscribe(room, 's1')).toEqual({ type: 'subscribe_success', id: 's1' });
    const { status, body } = await stage.publish(room, { seq: 1 }, { seq: 2 });
    expect(status).toBe(200);
    const taken = { identifier: expect.stringMatching(/^[0-9a-f-]{36}$/) };
    expect(body).toEqual({ failed: [], successful: [0, 1].map((index) => ({ ...taken, index })) });
    await ada.hears(2);
    expect(ada.heard()).toEqual([{ seq: 1 }, { seq: 2 }]);
    expect(ada.frames.at(-1)).toEqual({ type: 'data', id: 's1', event: '{"seq":2}' });
  });

  test('hears a channel once for each subscription to it, and none that is not its own', async () => {
    const ada = await inTheRoom();
    await ada.subscribe(room, 'again');
    await stage.publish('/rostrum/room/r2/live', { seq: 1 });
    await stage.publish(room, { seq: 7 });
    await ada.hears(2);
    expect(ada.heard()).toEqual([{ seq: 7 }, { seq: 7 }]);
  });

  test('hears nothing any more once it has unsubscribed', async () => {
    const ada = await inTheRoom();
    const bo = await inTheRoom();
    ada.send({ type: 'unsubscribe', id: room });
    await ada.until(({ type }) => type === 'unsubscribe_success');
    await stage.publish(room, { seq: 1 });
    await bo.hears(1);
    expect(ada.heard()).toEqual([]);
    ada.send({ type: 'unsubscribe', id: room });
    expect(await ada.until(({ type }) => type === 'unsubscribe_error')).toMatchObject({
      errors: [{ errorType: 'UnknownOperationError' }],
    });
  });

  test('who unsubscribes while the authorizer still thinks is not subscribed after all', async () => {
    const ada = await listener();
    await ada.greeting();
    ada.send({ type: 'subscribe', id: 's1', channel: room, authorization: ada.authorization });
    ada.send({ type: 'unsubscribe', id: 's1' });
    expect(await ada.until(({ id }) => id === 's1')).toMatchObject({ type: 'unsubscribe_success' });
    await stage.cloud.clock.drain();
    expect(stage.cloud.realtime?.snapshot().listeners.size).toBe(0);
  });

  test('whose socket closes is forgotten', async () => {
    const ada = await inTheRoom();
    expect(stage.cloud.realtime?.snapshot()).toEqual({ connections: 1, listeners: new Map([[room, 1]]) });
    ada.close();
    await vi.waitFor(() => expect(stage.cloud.realtime?.snapshot()).toEqual({ connections: 0, listeners: new Map() }));
    expect((await stage.publish(room, { seq: 1 })).status).toBe(200);
  });
});

describe('the authorizer decides', () => {
  test.each([
    ['a token that has expired', `listen-until 1 ${room}`],
    ['an authorizer that breaks', 'throw'],
    ['an authorizer that says neither yes nor no', 'vague'],
  ])('%s lets nobody connect', async (_what, token) => {
    const ada = await listener(token);
    expect(await ada.greeting()).toEqual(refused('connection_error'));
    if (ada.socket.readyState !== ada.socket.CLOSED) await once(ada.socket, 'close');
  });

  test.each([
    ['another room', '/rostrum/room/r2/live'],
    ['a room’s stage after its channel was rotated', '/rostrum/room/r1/stage-2'],
    ['another person', '/rostrum/user/2'],
    ['a wildcard over the own channel', '/rostrum/room/r1/*'],
    ['a wildcard over everything', '/rostrum/*'],
  ])('the channel of %s is refused, and the connection goes on', async (_what, channel) => {
    const ada = await listener(`listen ${room},/rostrum/room/r1/stage-1`);
    await ada.greeting();
    expect(await ada.subscribe(channel, 's1')).toEqual(refused('subscribe_error', 's1'));
    expect(await ada.subscribe(room, 's1-again')).toMatchObject({ type: 'subscribe_success' });
    expect([...(stage.cloud.realtime?.snapshot().listeners.keys() ?? [])]).toEqual([room]);
  });

  test('a token that has expired since the connection opened subscribes to nothing more', async () => {
    const ada = await listener(`listen-until ${stage.cloud.clock.now() + 900_000} ${room}`);
    await ada.greeting();
    expect(await ada.subscribe(room, 's1')).toMatchObject({ type: 'subscribe_success' });
    await stage.cloud.clock.advance(901_000);
    expect(await ada.subscribe(room, 's2')).toEqual(refused('subscribe_error', 's2'));
    await stage.publish(room, { seq: 1 });
    await ada.hears(1);
  });

  test('each subscription is judged by the token it brings, not by that of the connection', async () => {
    const ada = await listener('listen /rostrum/user/1');
    await ada.greeting();
    const { host } = new URL(url);
    const answer = await ada.subscribe(room, 's1', { host, Authorization: `listen ${room}` });
    expect(answer).toMatchObject({ type: 'subscribe_success' });
    expect(await ada.subscribe(room, 's2', {})).toEqual(refused('subscribe_error', 's2'));
  });

  test('a wildcard that the authorizer grants hears every channel below it, and none beside', async () => {
    const ada = await listener('listen /rostrum/room/*');
    await ada.greeting();
    await ada.subscribe('/rostrum/room/*', 'all');
    await stage.publish('/rostrum/user/1', { seq: 1 });
    await stage.publish('/rostrum/room/r2/stage-1', { seq: 2 });
    await stage.publish('/rostrum/room/r3', { seq: 3 });
    await ada.hears(2);
    expect(ada.heard()).toEqual([{ seq: 2 }, { seq: 3 }]);
  });
});

describe('what the protocol does not allow is refused by name', () => {
  const typeOf = async (channel: string) => {
    const ada = await listener(`listen ${channel}`);
    await ada.greeting();
    const answer = await ada.subscribe(channel, 's1');
    return answer.errors?.[0]?.errorType;
  };

  test.each(['/other/room/r1', '/rostrum/a/b/c/d/e', '/rostrum/with_underscore', '/rostrum//live', '/*', ''])(
    'a channel like %j is none of this API',
    async (channel) => {
      expect(await typeOf(channel)).toBe('BadRequestException');
    },
  );

  test('a star stands at the end only', async () => {
    expect(await typeOf('/rostrum/*/live')).toBe('BadRequestException');
  });

  test('an id serves once at a time, and 100 of them at most', async () => {
    const ada = await inTheRoom();
    const again = { type: 'subscribe', id: room, channel: room, authorization: ada.authorization };
    ada.send(again);
    expect(await ada.until(({ type }) => type === 'subscribe_error')).toMatchObject({
      errors: [{ errorType: 'DuplicatedOperationError' }],
    });
    const more = Array.from({ length: 100 }, (_, at) => ada.subscribe(room, `more-${at}`));
    const types = (await Promise.all(more)).map(({ type }) => type);
    expect(types.filter((type) => type === 'subscribe_error')).toHaveLength(1);
  });

  test('publishing over the socket is for nobody', async () => {
    const ada = await inTheRoom();
    ada.send({ type: 'publish', id: 'p1', channel: room, events: ['1'], authorization: ada.authorization });
    expect(await ada.until(({ id }) => id === 'p1')).toEqual(refused('publish_error', 'p1'));
  });

  test('a message of another protocol, or no message at all', async () => {
    const ada = await inTheRoom();
    ada.send({ type: 'start', id: 'x' });
    expect(await ada.until(({ id }) => id === 'x')).toMatchObject({
      type: 'error',
      errors: [{ errorType: 'UnsupportedOperation', message: expect.stringContaining('"start"') }],
    });
    ada.socket.send('nonsense');
    await ada.until(({ errors }) => errors?.[0]?.errorType === 'BadRequestException');
  });

  test('a socket of another subprotocol, or of another path, does not open', async () => {
    for (const [where, protocols] of [
      [url, ['graphql-ws']],
      [`${url}/more`, ['aws-appsync-event-ws']],
    ] as const) {
      const socket = new WebSocket(where, [...protocols]);
      await expect(once(socket, 'open')).rejects.toThrow();
    }
  });

  test('a socket without a token is told so', async () => {
    const socket = new WebSocket(url, ['aws-appsync-event-ws']);
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    const [text] = await once(socket, 'message');
    expect(JSON.parse(String(text))).toEqual(refused('connection_error'));
  });
});
