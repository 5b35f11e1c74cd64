import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heardFrame } from '../given/stage.ts';
import { expectRefused, goLive } from '../given/stories.ts';
import { connect, type Subscriber } from '../given/subscriber.ts';
import { joinAudio, type SyntheticClient } from '../synthetic-client.ts';
import { type Body, openWorld, type Person, type World } from '../world.ts';

let world: World;
const clients: SyntheticClient[] = [];
const sockets: Subscriber[] = [];
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  for (const client of clients) client.leave();
  for (const socket of sockets) socket.close();
  await world.close();
});

const passOf = ({ meeting, attendee }: Pick<Body['audio'], 'meeting' | 'attendee'>) => ({
  Meeting: meeting,
  Attendee: attendee,
});
async function hear(pass: Parameters<typeof joinAudio>[0]): Promise<SyntheticClient> {
  const client = await joinAudio(pass, { canReconnect: false });
  clients.push(client);
  return client;
}
async function listening({ url, host, token, channels }: Body['realtime']): Promise<Subscriber> {
  const socket = await connect({ url, host, token });
  sockets.push(socket);
  for (const channel of channels) expect(await socket.listen(channel)).toBe(true);
  return socket;
}

let number = 0;
async function liveRoom(wish: object = {}) {
  number += 1;
  const host = await world.person(`host${number}`, { followers: 600 });
  const roomId = await goLive(host, wish);
  const eve = await world.person(`eve${number}`);
  const at = (path: string) => `/v1/rooms/${roomId}/${path}`;
  const join = async (person: Person): Promise<Body> => {
    const answer = await person.post(at('join'));
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  };
  const remove = async (personId: string) => {
    expect((await host.remove(at(`people/${personId}`))).status).toBe(200);
    await world.settle();
  };
  return { host, roomId, eve, at, join, remove };
}

describe('somebody who was removed does not come back', { timeout: 60_000 }, () => {
  it('by joining again, by the share link, or by reading what only people inside may read', async () => {
    const { roomId, eve, at, join, remove } = await liveRoom();
    await join(eve);
    await remove(eve.userId);
    expectRefused(await eve.post(at('join')), 403, 'blocked_from_room');
    expect((await world.nobody.get(`/r/${roomId}`)).status, 'the page is public').toBe(200);
    expectRefused(await eve.post(at('join')), 403, 'blocked_from_room');
    expectRefused(await eve.post(at('requests')), 403, 'not_allowed_for_role');
    expectRefused(await eve.put(at('hand'), { isRaised: true }), 403, 'not_allowed_for_role');
  });

  it('with a guest’s token', async () => {
    const { at, remove } = await liveRoom();
    const { guest, audio } = (await world.nobody.post(at('listen'))).body;
    await remove(guest.id);
    expectRefused(
      await world.nobody.post(at('listen'), undefined, { 'rostrum-guest': guest.token }),
      403,
      'blocked_from_room',
    );
    await expect(hear(passOf(audio))).rejects.toBeDefined();
  });

  it('with the seat they had when they left', async () => {
    const { eve, at, join, remove } = await liveRoom();
    const { audio } = await join(eve);
    await eve.post(at('leave'));
    await remove(eve.userId);
    await expect(hear(passOf(audio))).rejects.toBeDefined();
  });

  it('with any grant they were given before, on any device', async () => {
    const { eve, join, remove } = await liveRoom();
    const [first, second] = [await join(eve), await join(eve)];
    const client = await hear(passOf(first.audio));
    await remove(eve.userId);
    await client.ended;
    for (const { audio } of [first, second]) await expect(hear(passOf(audio))).rejects.toBeDefined();
  });

  it('with the stage’s credential, alone or from a seat', async () => {
    const { host, eve, at, join, remove } = await liveRoom();
    await join(eve);
    await eve.post(at('requests'));
    await host.post(at(`requests/${eve.userId}/accept`));
    const { audio } = await join(eve);
    const other = await world.person(`other${number}`);
    await remove(eve.userId);
    await expect(hear(passOf(audio.stage))).rejects.toBeDefined();
    const client = await hear(passOf((await join(other)).audio));
    expect(await client.promote(audio.stage.attendee), 'lent to somebody else').toBe(false);
  });

  it('to what the stage and a closed room are told: the channels change at once, and no new token is given', async () => {
    const { host, eve, at, join, remove } = await liveRoom({ audience: 'followers' });
    await eve.put(`/v1/me/following/${host.userId}`);
    await join(eve);
    await eve.post(at('requests'));
    await host.post(at(`requests/${eve.userId}/accept`));
    const { realtime } = await join(eve);
    const ear = await listening(realtime);
    await remove(eve.userId);
    await heardFrame(ear, 'removed');
    const { channels } = (await join(host)).realtime;
    const fresh = channels.filter((channel) => channel.includes('/room/'));
    expect(fresh.filter((channel) => realtime.channels.includes(channel))).toEqual([]);
    for (const channel of fresh) expect(await ear.listen(channel), channel).toBe(false);
    const before = ear.frames.length;
    await host.patch(at('').slice(0, -1), { title: 'Among ourselves' });
    await host.put(at('mute-all'), { isOn: true });
    await world.settle();
    const later = ear.frames.slice(before).filter(({ type }) => type === 'room.updated' || type === 'mute-all.changed');
    expect(later).toEqual([]);
    const own = (await eve.post('/v1/me/realtime')).body;
    const { url, host: name, token, channels: mine } = { ...own, ...readRealtime(own) };
    expect(mine).toEqual([`/rostrum/user/${eve.userId}`]);
    const again = await connect({ url, host: name, token });
    sockets.push(again);
    for (const channel of fresh) expect(await again.listen(channel), channel).toBe(false);
    expectRefused(await eve.post(at('join')), 403, 'blocked_from_room');
  });
});

const readRealtime = (body: unknown) => body as Body['realtime'];
