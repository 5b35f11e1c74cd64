import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinAudio, type SyntheticClient, waitUntil } from '../synthetic-client.ts';
import { type Body, openWorld, type Person, type World } from '../world.ts';
import { listenFor } from './live-room.ts';
import { openOperator } from './operator.ts';

let world: World;
let host: Person;
let roomId: string;
const clients: SyntheticClient[] = [];

/** Amplitudes: a tone that is sent arrives with about 0.3; what is not sent must be far below. */
const loud = 0.15;
const silent = 0.02;

async function enter({ audio }: Body, toneHertz: number): Promise<SyntheticClient> {
  const client = await joinAudio({ Meeting: audio.meeting, Attendee: audio.attendee }, { toneHertz });
  clients.push(client);
  return client;
}

const join = async (person: Person): Promise<Body> => {
  const answer = await person.post(`/v1/rooms/${roomId}/join`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};

beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  for (const client of clients) client.leave();
  await world.close();
});

/** Host 440 Hz, listener 1700 Hz, and whoever else a test adds. */
async function goLive(handle: string) {
  host = await world.person(handle, { followers: 600 });
  const created = await host.post('/v1/rooms', { title: 'A room you can hear' });
  expect(created.status, created.text).toBe(201);
  roomId = created.body.room.id;
  const hosting = await enter(created.body, 440);
  const bea = await world.person('bea');
  const seat = await join(bea);
  return { hosting, seat, listening: await enter(seat, 1700) };
}

describe('a room you can hear', { timeout: 90_000 }, () => {
  it('carries the host to a listener, whom nobody hears, and gives nobody an echo', async () => {
    const { hosting, listening } = await goLive('ada');
    await listening.waitToHear(440);
    await listenFor(500);
    expect(hosting.loudness()).toBeLessThan(silent);
    expect(listening.hears(1700)).toBeLessThan(silent);
    const other = await enter(await join(await world.person('cem')), 2300);
    await other.waitToHear(440);
    expect(other.hears(1700)).toBeLessThan(silent);
    expect((await host.post(`/v1/rooms/${roomId}/end`)).status).toBe(200);
  });

  it('brings a second speaker up: three people hear the right mixes', async () => {
    const { hosting, listening } = await goLive('eva');
    const dan = await world.person('dan');
    await join(dan);
    await (await openOperator(world)).putOnStage(roomId, dan);
    const grant = await join(dan);
    expect(grant).toMatchObject({ role: 'speaker', audio: { kind: 'audience' } });
    expect(grant.audio.stage.meeting.MeetingId).not.toBe(grant.audio.meeting.MeetingId);
    const speaking = await enter(grant, 1000);
    await listenFor(300);
    expect(hosting.hears(1000), 'heard before being promoted').toBeLessThan(silent);
    expect(await speaking.promote(grant.audio.stage.attendee)).toBe(true);
    await hosting.waitToHear(1000);
    await waitUntil(
      () => listening.hears(1000) > loud && listening.hears(440) > loud,
      'for both to reach the listener',
    );
    await waitUntil(
      () => speaking.hears(440) > loud && speaking.hears(1000) < 0.06,
      'for the speaker to hear the host',
    );
    expect(hosting.hears(440)).toBeLessThan(silent);
    expect(hosting.hears(1700) + speaking.hears(1700)).toBeLessThan(silent);

    await dropped(grant.audio.attendee.AttendeeId, speaking);
    await speaking.waitToHear(440);
    expect(await speaking.promote(grant.audio.stage.attendee), 'promoted again after the drop').toBe(true);
    await hosting.waitToHear(1000);
    expect((await host.post(`/v1/rooms/${roomId}/end`)).status).toBe(200);
    expect(await speaking.ended).toBe('MeetingEnded');
  });

  it('comes back by itself to whoever loses the connection', async () => {
    const { hosting, listening, seat } = await goLive('fay');
    await listening.waitToHear(440);
    await dropped(seat.audio.attendee.AttendeeId, listening);
    await listening.waitToHear(440);
    hosting.dropSocket();
    await waitUntil(() => hosting.reconnections() === 1, 'for the host to be back');
    // What is heard now was sent over the new connection.
    await listenFor(300);
    await listening.waitToHear(440);
    expect((await host.post(`/v1/rooms/${roomId}/end`)).status).toBe(200);
  });

  it('ends for everybody within two seconds, and says why', async () => {
    const { hosting, listening } = await goLive('gus');
    await listening.waitToHear(440);
    const startedAt = performance.now();
    expect((await host.post(`/v1/rooms/${roomId}/end`)).status).toBe(200);
    expect(await Promise.all([hosting.ended, listening.ended])).toEqual(['MeetingEnded', 'MeetingEnded']);
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});

async function dropped(attendeeId: string, client: SyntheticClient): Promise<void> {
  expect((await world.nobody.post('/local/audio/drop', { attendeeId })).status).toBe(200);
  await waitUntil(() => client.reconnections() === 1, 'for the client to be back');
}
