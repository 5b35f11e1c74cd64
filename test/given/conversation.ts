import { expect, onTestFinished, vi } from 'vitest';
import type { Answer, Person, World } from '../world.ts';
import { goLive } from './stories.ts';
import { follow, type Realtime, type SeenFrame, type Subscriber } from './subscriber.ts';

export type Talk = { readonly roomId: string; readonly host: Person };

let hostCount = 0;

/** A live room with a host of its own, its seats made. */
export async function openTalk(world: World, wish: object = {}): Promise<Talk> {
  hostCount += 1;
  const host = await world.person(`talkhost${hostCount}`, { followers: 600 });
  const roomId = await goLive(host, wish);
  await world.settle();
  return { roomId, host };
}

/** Somebody new who listens in the room. */
export async function listenerIn(world: World, roomId: string, handle: string): Promise<Person> {
  const person = await world.person(handle);
  await joined(person, roomId);
  return person;
}

/** Joins and answers the grant. */
export async function joined(person: Person, roomId: string) {
  const answer = await person.post(`/v1/rooms/${roomId}/join`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

/** Joined and listening to every channel of the grant, until the test is over. */
export async function following(person: Person, roomId: string): Promise<Subscriber> {
  const { realtime } = await joined(person, roomId);
  const subscriber = await follow(toRealtime(realtime));
  onTestFinished(() => subscriber.close());
  return subscriber;
}
const toRealtime = (value: unknown) => value as Realtime & { readonly channels: readonly string[] };

/** Frames travel over a socket after the cloud has come to rest. */
export const heard = (subscriber: Subscriber, type: string, isIt: (frame: SeenFrame) => boolean = () => true) =>
  vi.waitUntil(() => subscriber.of(type).findLast(isIt), { timeout: 5_000, interval: 10 });

export type SeenMessage = { readonly id: string; readonly userId: string; readonly text: string; readonly at: string };
export const toMessage = ({ body }: Answer) => toSeen(body);
const toSeen = (body: unknown) => body as SeenMessage;
/** The messages of a list or of a frame. */
export const messagesIn = (value: unknown): readonly SeenMessage[] => toMessages(value);
const toMessages = (value: unknown) => value as readonly SeenMessage[];

/** Writes a line and answers it as it was answered. */
export async function say(person: Person, roomId: string, text: string): Promise<SeenMessage> {
  const answer = await person.post(`/v1/rooms/${roomId}/chat`, { text });
  expect(answer.status, answer.text).toBe(201);
  return toMessage(answer);
}

/** The texts of a page of the chat, newest first. */
export async function textsOf(person: Person, roomId: string, query = ''): Promise<readonly string[]> {
  const { status, text, body } = await person.get(`/v1/rooms/${roomId}/chat${query}`);
  expect(status, text).toBe(200);
  return messagesIn(body.data).map((message) => message.text);
}
