import { setTimeout as wait } from 'node:timers/promises';
import type { JsonObject } from '../../local/model.ts';
import type { Answer, Body, Door, Person, World } from '../world.ts';

/** Part of the story; it throws when something does not go as told. */
export type Chapter = (world: World) => Promise<void>;

/** The answer's body; throws unless it was answered with one of the statuses. */
export function told(answer: Answer, ...statuses: readonly number[]): Body {
  const wanted = statuses.length === 0 ? [200, 201] : statuses;
  if (!wanted.includes(answer.status)) throw new Error(`answered ${answer.status}: ${answer.text.slice(0, 500)}`);
  return answer.body;
}

export function sure(isTrue: boolean, wish: string): void {
  if (!isTrue) throw new Error(`it did not come true: ${wish}`);
}

/** Somebody with a token whom the product has never seen: the profile is made by whatever they do first. */
export async function newcomer(world: World, handle: string): Promise<Door> {
  const { accessToken } = await world.cloud.identity.issueToken({ handle });
  return world.withToken(accessToken);
}

export const eligible = (world: World, handle: string): Promise<Person> => world.person(handle, { followers: 600 });

/** A live room of that person with its seats made ahead; answers its id. */
export async function goLive(world: World, host: Person, wish: object = {}): Promise<string> {
  const { room } = told(await host.post('/v1/rooms', { title: 'On air', ...wish }));
  await world.settle();
  return room.id;
}

/** A room planned for in an hour; answers its id. */
export async function plan(world: World, host: Person): Promise<string> {
  const startsAt = new Date(world.cloud.clock.now() + 3_600_000).toISOString();
  const { room } = told(await host.post('/v1/rooms', { title: 'Later', startsAt }));
  await world.settle();
  return room.id;
}

/** Joins are granted while seats last; while the minter makes more, whoever is told to comes again, as clients do. */
export async function join(person: Door, roomId: string): Promise<Body> {
  let answer = await person.post(`/v1/rooms/${roomId}/join`);
  for (let again = 0; again < 5 && answer.body.error?.code === 'audience_warming'; again += 1) {
    await wait(Number(answer.headers.get('retry-after')) * 1_000);
    answer = await person.post(`/v1/rooms/${roomId}/join`);
  }
  return told(answer);
}

/** The media service says something of an attendee, and everybody who listens has heard it. */
export async function signal(world: World, event: string, { audio }: Pick<Body, 'audio'>): Promise<void> {
  const { meeting, attendee } = audio;
  world.cloud.bus.emit({
    source: 'aws.chime',
    detailType: 'Chime Meeting State Change',
    detail: {
      version: '0',
      eventType: `chime:${event}`,
      timestamp: world.cloud.clock.now(),
      meetingId: meeting.MeetingId,
      attendeeId: attendee.AttendeeId,
      externalUserId: attendee.ExternalUserId,
    },
  });
  await world.advance(2);
}

/** A meeting ends at the media service, as if somebody with the operator's keys had ended it. */
export async function endMeeting(world: World, meetingId: string): Promise<void> {
  const principal = { keyId: 'operator', isOperator: true };
  const call = { operation: 'DeleteMeeting', input: { MeetingId: meetingId }, principal, cause: {} };
  await world.cloud.audio.standIn.perform(call);
}

export function fault(world: World, wish: JsonObject): void {
  world.cloud.faults.add(wish);
}

/** What is done while no stream is delivered, as when the relay, which does the same again, is late; clears all faults. */
export async function beforeRelay<T>(world: World, act: () => Promise<T>): Promise<T> {
  await world.settle();
  fault(world, { service: 'streams', mode: 'delay', times: 10_000 });
  const result = await act();
  world.cloud.faults.clear();
  return result;
}

/** Polls in real time, for what happens while a fault slows something down; gives up after ten seconds. */
export async function waitUntil(isTrue: () => boolean, wish: string): Promise<void> {
  const endsAt = performance.now() + 10_000;
  while (!isTrue() && performance.now() < endsAt) await new Promise((go) => setTimeout(go, 5));
  sure(isTrue(), wish);
}
