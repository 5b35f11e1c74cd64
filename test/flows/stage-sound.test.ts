import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goLive } from '../given/stories.ts';
import { joinAudio, type SyntheticClient } from '../synthetic-client.ts';
import { type Body, openWorld, type Person, type World } from '../world.ts';

let world: World;
const clients: SyntheticClient[] = [];
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  for (const client of clients) client.leave();
  await world.close();
});

/** What a decision has to take at most until the ear notices, in milliseconds. */
const atOnce = 1_000;

let number = 0;
/** A room with its host heard at 440 Hz; people come in with tones of their own. */
async function liveRoom() {
  number += 1;
  const host = await world.person(`ada${number}`, { followers: 600 });
  const roomId = await goLive(host);
  const at = (path: string) => `/v1/rooms/${roomId}/${path}`;
  const done = async (answer: Promise<{ status: number; text: string }>) => {
    const { status, text } = await answer;
    expect([200, 201], text).toContain(status);
  };
  const join = async (person: Person): Promise<Body> => {
    const answer = await person.post(at('join'));
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  };
  const enter = async ({ audio }: Body, toneHertz: number) => {
    const client = await joinAudio({ Meeting: audio.meeting, Attendee: audio.attendee }, { toneHertz });
    clients.push(client);
    return client;
  };
  const hosting = await enter(await join(host), 440);
  /** Somebody who asks, is accepted and promotes themselves. */
  const speaker = async (handle: string, toneHertz: number) => {
    const person = await world.person(`${handle}${number}`);
    const client = await enter(await join(person), toneHertz);
    await done(person.post(at('requests')));
    await done(host.post(at(`requests/${person.userId}/accept`)));
    const { audio } = await join(person);
    expect(await client.promote(audio.stage.attendee)).toBe(true);
    return { person, client, stage: audio.stage, handle };
  };
  return { host, hosting, at, done, join, enter, speaker };
}

describe('what the host decides is heard', { timeout: 90_000 }, () => {
  it('who is accepted is heard within a second; muted, put off the stage or removed, silent within a second', async () => {
    const { host, hosting, at, done, speaker, join } = await liveRoom();
    const eve = await speaker('eve', 1000);
    await hosting.waitToHear(1000, atOnce);
    await done(host.put(at(`stage/${eve.person.userId}/mute`), { isMuted: true }));
    await hosting.waitForSilence(1000, atOnce);
    eve.client.unmute();
    expect((await eve.person.put(at(`stage/${eve.person.userId}/mute`), { isMuted: false })).status).toBe(403);
    await done(host.put(at(`stage/${eve.person.userId}/mute`), { isMuted: false }));
    await eve.client.promote((await join(eve.person)).audio.stage.attendee);
    await hosting.waitToHear(1000, atOnce);
    await done(host.remove(at(`stage/${eve.person.userId}`)));
    await hosting.waitForSilence(1000, atOnce);
    expect(await eve.client.promote(eve.stage.attendee), 'the old credential is dead').toBe(false);
    expect((await join(eve.person)).role).toBe('listener');
  });

  it('mute-all silences the stage and whoever comes later, until it is lifted; not the hosts, nor lifts it a single mute', async () => {
    const { host, hosting, at, done, speaker, join } = await liveRoom();
    const eve = await speaker('eve', 1000);
    const finn = await speaker('finn', 1500);
    await hosting.waitToHear(1000);
    await hosting.waitToHear(1500);
    await done(host.put(at(`stage/${finn.person.userId}/mute`), { isMuted: true }));
    await done(host.put(at('mute-all'), { isOn: true }));
    await hosting.waitForSilence(1000, atOnce);
    const gus = await speaker('gus', 2300);
    await eve.client.waitToHear(440);
    expect(hosting.hears(2300)).toBeLessThan(0.02);
    await done(host.put(at('mute-all'), { isOn: false }));
    for (const each of [eve, gus]) await each.client.promote((await join(each.person)).audio.stage.attendee);
    await Promise.all([hosting.waitToHear(1000, atOnce), hosting.waitToHear(2300, atOnce)]);
    expect(hosting.hears(1500), 'muted alone, still').toBeLessThan(0.02);
  });

  it('somebody removed loses stage and seat at once, and every credential they had', async () => {
    const { host, hosting, at, done, speaker, enter, join } = await liveRoom();
    const eve = await speaker('eve', 1000);
    await hosting.waitToHear(1000);
    const seat = await join(eve.person);
    await done(host.remove(at(`people/${eve.person.userId}`)));
    await hosting.waitForSilence(1000, atOnce);
    await eve.client.ended;
    await expect(enter(seat, 1000), 'the seat').rejects.toBeDefined();
    const stage = { ...seat, audio: { ...seat.audio, ...seat.audio.stage } };
    await expect(enter(stage, 1000), 'the stage').rejects.toBeDefined();
  });
});
