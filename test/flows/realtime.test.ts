import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { goLive } from '../given/stories.ts';
import { connect, follow, type Realtime, type Subscriber } from '../given/subscriber.ts';
import { openWorld, type Person, type World } from '../world.ts';
import { type Operator, openOperator } from './operator.ts';

let world: World;
let operator: Operator;
let host: Person;
let ada: Person;
let hostCount = 0;

beforeAll(async () => {
  world = await openWorld();
  operator = await openOperator(world);
  ada = await world.person('ada');
});
/** Every story has a host of its own: one that fails leaves no room in the way of the next. */
beforeEach(async () => {
  hostCount += 1;
  host = await world.person(`host${hostCount}`, { followers: 600 });
});
afterAll(() => world.close());

/** Once the room's seats are made. */
async function join(person: Person, roomId: string) {
  await world.settle();
  const answer = await person.post(`/v1/rooms/${roomId}/join`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

async function following(realtime: Realtime & { readonly channels: readonly string[] }): Promise<Subscriber> {
  const subscriber = await follow(realtime);
  onTestFinished(() => subscriber.close());
  return subscriber;
}
const typesOf = ({ frames }: Subscriber) => frames.map(({ type }) => type);
/** Frames travel over a socket after the cloud has come to rest. */
const heard = (subscriber: Subscriber, type: string) =>
  vi.waitUntil(() => subscriber.of(type).at(-1), { timeout: 5_000, interval: 10 });

describe('a grant', () => {
  it('names the channels a person may listen to, and lasts 15 minutes', async () => {
    const started = await host.post('/v1/rooms', { title: 'Channels' });
    const { room, realtime } = started.body;
    expect(realtime.channels).toEqual([
      `/rostrum/room/${room.id}/live`,
      `/rostrum/room/${room.id}/stage-1`,
      `/rostrum/user/${host.userId}`,
    ]);
    const inSeconds = (Date.parse(realtime.expiresAt) - world.cloud.clock.now()) / 1000;
    expect(inSeconds).toBeGreaterThan(880);
    expect(inSeconds).toBeLessThanOrEqual(900);
    const joined = await join(ada, room.id);
    expect(joined.realtime.channels).toEqual([`/rostrum/room/${room.id}/live`, `/rostrum/user/${ada.userId}`]);
  });

  it('is there outside of rooms for the own channel', async () => {
    const { status, body } = await ada.post('/v1/me/realtime');
    expect([status, toRealtime(body).channels]).toEqual([200, [`/rostrum/user/${ada.userId}`]]);
  });

  it('of a repeated request has a fresh token, though the answer was kept', async () => {
    const wish = { title: 'Once' };
    const key = { 'idempotency-key': 'once-only' };
    const first = (await host.post('/v1/rooms', wish, key)).body;
    await world.advance(600);
    const again = (await host.post('/v1/rooms', wish, key)).body;
    expect(again.room.id).toBe(first.room.id);
    expect(again.realtime.channels).toEqual(first.realtime.channels);
    expect(Date.parse(again.realtime.expiresAt)).toBeGreaterThan(Date.parse(first.realtime.expiresAt));
  });
});

describe('what a room tells', () => {
  it('comes in order to everybody who listens: a title, the crowd, the stage, the end', async () => {
    const roomId = await goLive(host);
    const listener = await following((await join(ada, roomId)).realtime);
    await host.patch(`/v1/rooms/${roomId}`, { title: 'Another title' });
    await world.settle();
    expect(await heard(listener, 'room.updated')).toMatchObject({ seq: 1, title: 'Another title' });
    const ben = await world.person('ben');
    await operator.putOnStage(roomId, ben);
    await world.settle();
    expect(await heard(listener, 'stage.changed')).toMatchObject({
      seq: 2,
      speakers: [
        { userId: host.userId, role: 'host' },
        { userId: ben.userId, role: 'speaker' },
      ],
    });
    await host.post(`/v1/rooms/${roomId}/end`);
    await world.settle();
    expect(await heard(listener, 'room.ended')).toMatchObject({ seq: 3, endReason: 'host_ended' });
    expect(listener.of('stage.changed').map(({ channel }) => channel)).toEqual([`/rostrum/room/${roomId}/live`]);
  });

  it('is the size of the crowd once a second at most, the last change always, and nothing while nothing changes', async () => {
    const roomId = await goLive(host);
    const listener = await following((await join(ada, roomId)).realtime);
    await world.advance(10);
    const before = listener.of('tick').length;
    const people = await Promise.all(Array.from({ length: 8 }, (_, at) => world.person(`crowd${at}`)));
    for (const person of people) await join(person, roomId);
    await world.advance(10);
    await vi.waitUntil(() => listener.of('tick').at(-1)?.['participantCount'] === 10, { timeout: 5_000 });
    const count = listener.of('tick').length;
    expect(count - before).toBeLessThan(people.length);
    await world.advance(120);
    expect(listener.of('tick')).toHaveLength(count);
    await people[0]?.post(`/v1/rooms/${roomId}/leave`);
    await world.advance(10);
    await vi.waitUntil(() => listener.of('tick').at(-1)?.['participantCount'] === 9, { timeout: 5_000 });
    // Ticks take no place of their own.
    expect(new Set(listener.of('tick').map(({ seq }) => seq))).toEqual(new Set([0]));
  });

  it('says when the last host is gone and until when the room waits, and that the host is back', async () => {
    const roomId = await goLive(host);
    const listener = await following((await join(ada, roomId)).realtime);
    await host.post(`/v1/rooms/${roomId}/leave`);
    await world.settle();
    const { graceEndsAt } = await heard(listener, 'host.lost');
    expect(graceEndsAt).toBe((await ada.get(`/v1/rooms/${roomId}`)).body.graceEndsAt);
    await join(host, roomId);
    await world.settle();
    await heard(listener, 'host.back');
    expect(typesOf(listener).indexOf('host.lost')).toBeLessThan(typesOf(listener).indexOf('host.back'));
  });
});

describe('the door of realtime', () => {
  it('opens to nobody without a token of ours', async () => {
    const { realtime } = (await host.post('/v1/rooms', { title: 'Door' })).body;
    const [body = '', mac = ''] = realtime.token.split('.');
    for (const token of ['', 'nothing', `${body}.`, `${body}.${mac.slice(1)}x`, host.token])
      await expect(connect({ ...realtime, token })).rejects.toThrow();
  });

  it('refuses foreign channels, wildcards and another room’s token', async () => {
    const roomId = await goLive(host);
    const { realtime } = await join(ada, roomId);
    const other = (await (await world.person('else', { followers: 600 })).post('/v1/rooms', { title: 'Other' })).body;
    const listener = await connect(realtime);
    onTestFinished(() => listener.close());
    const live = `/rostrum/room/${roomId}/live`;
    for (const channel of [
      `/rostrum/room/${roomId}/stage-1`,
      `/rostrum/user/${host.userId}`,
      '/rostrum/*',
      '/*',
      `${live}/*`,
    ])
      expect([channel, await listener.listen(channel)]).toEqual([channel, false]);
    expect(await listener.listen(live, other.realtime.token)).toBe(false);
    expect(await listener.listen(live)).toBe(true);
  });

  it('refuses a token that has ended, and opens to the one that renews it', async () => {
    const renew = async () => toRealtime((await ada.post('/v1/me/realtime')).body);
    const old = await renew();
    const listener = await connect(old);
    onTestFinished(() => listener.close());
    await world.advance(901);
    const [channel = ''] = old.channels;
    expect(await listener.listen(channel)).toBe(false);
    await expect(connect(old)).rejects.toThrow();
    expect(await listener.listen(channel, (await renew()).token)).toBe(true);
  });
});

describe('whoever goes from the stage', () => {
  it('hears nothing more of it, and cannot listen to its next channel; the others go on there', async () => {
    const roomId = await goLive(host);
    const cleo = await world.person('cleo');
    await operator.putOnStage(roomId, cleo);
    const [hostGrant, cleoGrant] = [await join(host, roomId), await join(cleo, roomId)];
    const stage = `/rostrum/room/${roomId}/stage-1`;
    expect(cleoGrant.realtime.channels).toContain(stage);
    const [hostHears, cleoHears] = [await following(hostGrant.realtime), await following(cleoGrant.realtime)];
    await operator.takeOffStage(roomId, cleo);
    await world.settle();
    const rotated = toRealtime((await heard(hostHears, 'realtime.rotated'))['realtime']);
    const demoted = toRealtime((await heard(cleoHears, 'demoted'))['realtime']);
    const next = `/rostrum/room/${roomId}/stage-2`;
    expect([rotated.channels.includes(next), demoted.channels.includes(next)]).toEqual([true, false]);
    expect(await hostHears.listen(next, rotated.token)).toBe(true);
    for (const token of [demoted.token, cleoGrant.realtime.token, (await join(cleo, roomId)).realtime.token])
      expect(await cleoHears.listen(next, token)).toBe(false);
    await operator.muteAll(roomId);
    await world.settle();
    await heard(hostHears, 'mute-all.changed');
    expect(cleoHears.frames.filter(({ channel }) => channel.includes('/stage-'))).toEqual([]);
  });
});
const toRealtime = (value: unknown) => value as Realtime & { readonly channels: readonly string[] };
