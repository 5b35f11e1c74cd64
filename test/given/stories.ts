import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { toRoom } from '../../adapters/dynamodb/room-item.ts';
import type { Room } from '../../domain/room.ts';
import { itemsOf } from '../flows/left-behind.ts';
import type { Answer, Person, World } from '../world.ts';

/** The answer is a refusal with this status and code; says what came instead when it is not. */
export function expectRefused(answer: Answer, status: number, code: string, facts: object = {}): void {
  expect([answer.status, answer.body.error?.code], answer.text).toEqual([status, code]);
  expect(answer.body.error, answer.text).toMatchObject(facts);
  expect(answer.body.error.requestId).toBe(answer.headers.get('x-request-id'));
}

/** Goes live at once and answers the room's id. */
export async function goLive(host: Person, wish: object = {}): Promise<string> {
  const answer = await host.post('/v1/rooms', { title: `${host.handle} speaks`, ...wish });
  expect(answer.status, answer.text).toBe(201);
  return answer.body.room.id;
}

/** Plans a room for so many seconds ahead and answers its id. */
export async function schedule(world: World, host: Person, aheadSeconds = 3600, wish: object = {}): Promise<string> {
  const plan = { title: `${host.handle} plans`, startsAt: inSeconds(world, aheadSeconds), ...wish };
  const answer = await host.post('/v1/rooms', plan);
  expect(answer.status, answer.text).toBe(201);
  return answer.body.room.id;
}

/** Virtual time so many seconds from now, as the API writes times. */
export const inSeconds = (world: World, seconds: number): string =>
  new Date(world.cloud.clock.now() + seconds * 1000).toISOString();

/** What the bus told of a room, in order. */
export async function toldOf(world: World, roomId: string): Promise<readonly string[]> {
  await world.settle();
  const events = toEvents((await world.nobody.get('/local/events')).body);
  return events.filter(({ detail }) => detail.roomId === roomId).map(({ detailType }) => detailType);
}
type SeenEvent = { readonly detailType: string; readonly detail: { readonly roomId?: string } };
const toEvents = (body: unknown) => (body as { readonly data: readonly SeenEvent[] }).data;

/** Every room as it is stored. */
export const storedRooms = (world: World): readonly Room[] =>
  itemsOf(world, 'rooms').flatMap((item) => (item['sk'] === 'META' ? [toRoom(item)] : []));

export const storedRoom = (world: World, roomId: string) => storedRooms(world).find(({ id }) => id === roomId);

/** Every stored item by its key and a digest of the rest, once nothing changes any more. */
export async function everythingStored(world: World): Promise<readonly string[]> {
  const { model, tables } = world.cloud;
  let before: readonly string[] = [];
  for (let round = 0; round < 20; round += 1) {
    // What streams bring is gathered for a second before it is worked on, and may bring more.
    await world.advance(2);
    const now = model.tables.flatMap(({ name }) => tables.snapshot(name).map(marked)).toSorted();
    if (now.length === before.length && now.every((item, at) => item === before[at])) return now;
    before = now;
  }
  throw new Error('The world does not come to rest');
}
const marked = (item: object): string => {
  const { pk, sk } = toKey(item);
  return `${pk.S} ${sk.S} ${createHash('sha256').update(JSON.stringify(item)).digest('hex').slice(0, 12)}`;
};
const toKey = (item: object) => item as { readonly pk: { readonly S: string }; readonly sk: { readonly S: string } };

/** Rooms by the primary meetings the media service has: a room that has two stands there twice. */
export function roomsWithMeeting(world: World): readonly string[] {
  const primaries = toMeetings(world.cloud.audio.snapshot()).filter((meeting) => !meeting.primaryMeetingId);
  return primaries.map(({ externalMeetingId }) => externalMeetingId).toSorted();
}
type SeenMeeting = { readonly externalMeetingId: string; readonly primaryMeetingId?: string };
const toMeetings = (snapshot: unknown) => (snapshot as { readonly meetings: readonly SeenMeeting[] }).meetings;
