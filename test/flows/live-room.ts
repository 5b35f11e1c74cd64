import { expect } from 'vitest';
import type { JoinOptions } from '../synthetic-client/stay.ts';
import { joinAudio, type SyntheticClient } from '../synthetic-client.ts';
import type { Body, Person, RoomBody, World } from '../world.ts';

/** What the tests of live rooms do over and over, in one world. */
export function liveRooms(world: World) {
  const clients: SyntheticClient[] = [];
  const enter = async ({ audio }: Body, options: JoinOptions = {}): Promise<SyntheticClient> => {
    const client = await joinAudio({ Meeting: audio.meeting, Attendee: audio.attendee }, options);
    clients.push(client);
    await heard();
    return client;
  };
  /** Events of the audio service are gathered for a second before anybody works on them, and so are people who are counted. */
  const heard = () => world.advance(4);
  return {
    enter,
    heard,
    /** A room with a host who has not connected yet, and its pool of seats. */
    async goLive(handle: string) {
      const host = await world.person(handle, { followers: 600 });
      const created = await host.post('/v1/rooms', { title: 'A room with a host' });
      expect(created.status, created.text).toBe(201);
      await world.settle();
      return { host, grant: created.body, roomId: created.body.room.id };
    },
    async join(person: Person, roomId: string): Promise<Body> {
      const answer = await person.post(`/v1/rooms/${roomId}/join`);
      expect(answer.status, answer.text).toBe(200);
      return answer.body;
    },
    /** The room as everybody sees it. */
    async seen(roomId: string): Promise<RoomBody> {
      const answer = await world.nobody.get(`/v1/rooms/${roomId}`);
      expect(answer.status, answer.text).toBe(200);
      return answer.body;
    },
    /** The client is gone as a killed process is: it says nothing and does not come back. */
    async vanish(client: SyntheticClient): Promise<void> {
      client.dropSocket();
      await client.ended;
      await heard();
    },
    leaveAll() {
      for (const client of clients.splice(0)) client.leave();
    },
  };
}
export type LiveRooms = ReturnType<typeof liveRooms>;

/** Who vanishes does not come back by itself. */
export const once: JoinOptions = { canReconnect: false };

/** Moves the virtual clock to so many seconds after a time, however long what came before has taken. */
export const advanceTo = (world: World, at: string, seconds: number) =>
  world.nobody.post('/local/clock', { now: new Date(Date.parse(at) + seconds * 1000).toISOString() });

/** Virtual seconds from now until then. */
export const secondsUntil = (world: World, at: string): number => (Date.parse(at) - world.cloud.clock.now()) / 1000;

/** Lets sound flow for a while, before something is said about what was not heard. */
export const listenFor = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
