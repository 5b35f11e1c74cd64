import { expect } from 'vitest';
import { openOperator } from '../flows/operator.ts';
import { type Body, openWorld, type Person } from '../world.ts';
import { tones, type Voice } from './audio-ears.ts';
import { type AudioTab, openAudioTabs } from './audio-tab.ts';
import type { Told } from './fixtures/calls.ts';

/** Somebody in a room, and the tab in which they are. */
export type Guest = { readonly tab: AudioTab; readonly grant: Body; readonly person: Person };
export type Place = { readonly whistles?: Voice; readonly origin?: string };

const patience = { timeout: 20_000, interval: 50 };

/** Waits until what the client told its page is so. */
export const expectTold = ({ tab }: { readonly tab: AudioTab }, wanted: object, why: string): Promise<void> =>
  expect.poll(() => tab.told(), { ...patience, message: why }).toMatchObject(wanted);

/** When and how each of them was stopped. */
export const endingsOf = (guests: readonly Guest[]): Promise<readonly Told['ending'][]> =>
  Promise.all(
    guests.map(async ({ tab, person }) => {
      await expectTold({ tab }, { ending: expect.anything() }, `${person.handle} is stopped`);
      return (await tab.told()).ending;
    }),
  );

/** Rooms of one world with real browser tabs in them. */
export async function openAudioRooms() {
  const [world, tabs] = await Promise.all([openWorld(), openAudioTabs()]);
  const operator = await openOperator(world);

  /** Into the sound of a room, with a grant at hand. */
  async function enter(person: Person, grant: Body, { whistles, origin = world.url }: Place = {}): Promise<Guest> {
    const tab = await tabs.open(origin);
    const { meeting, attendee } = grant.audio;
    await tab.join({ meeting, attendee }, whistles && tones[whistles]);
    const guest = { tab, grant, person };
    await expectTold(guest, { starts: 1 }, `${person.handle} connects`);
    return guest;
  }
  async function join(person: Person, roomId: string): Promise<Body> {
    const answer = await person.post(`/v1/rooms/${roomId}/join`);
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  }
  return {
    world,
    /** Another origin than the cloud's, with the same machine behind it: a room's sound may be on any page. */
    foreignOrigin: `http://elsewhere.localhost:${world.cloud.port}`,
    /** A room, and its host whistling. */
    async goLive(handle: string) {
      const host = await world.person(handle, { followers: 600 });
      const created = await host.post('/v1/rooms', { title: 'A room you can hear' });
      expect(created.status, created.text).toBe(201);
      const roomId = created.body.room.id;
      return { roomId, host: await enter(host, created.body, { whistles: 'host' }) };
    },
    async listen(roomId: string, handle: string, place?: Place): Promise<Guest> {
      const person = await world.person(handle);
      return enter(person, await join(person, roomId), place);
    },
    /** Whistles in the audience, with a place on stage given by the operator's keys; not promoted yet. */
    async comeUp(roomId: string, handle: string): Promise<Guest> {
      const person = await world.person(handle);
      await join(person, roomId);
      await operator.putOnStage(roomId, person);
      return enter(person, await join(person, roomId), { whistles: 'speaker' });
    },
    /** Cuts the connection and waits until the client is back by itself. Answers the milliseconds until then. */
    async drop({ tab, grant, person }: Guest): Promise<number> {
      const { starts } = await tab.told();
      const startedAt = performance.now();
      const answer = await world.nobody.post('/local/audio/drop', { attendeeId: grant.audio.attendee.AttendeeId });
      expect(answer.status, answer.text).toBe(200);
      await expectTold({ tab }, { starts: starts + 1 }, `${person.handle} reconnects`);
      return performance.now() - startedAt;
    },
    /** Ends the room. Answers when that was asked for, in wall clock milliseconds. */
    async end(host: Guest): Promise<number> {
      const askedAt = Date.now();
      const answer = await host.person.post(`/v1/rooms/${host.grant.room.id}/end`);
      expect(answer.status, answer.text).toBe(200);
      return askedAt;
    },
    clear: () => tabs.closeAll(),
    async close() {
      await tabs.close();
      await world.close();
    },
  };
}
export type AudioRooms = Awaited<ReturnType<typeof openAudioRooms>>;
