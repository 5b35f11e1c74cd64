import { AsyncLocalStorage } from 'node:async_hooks';
import type { Values } from './emf.ts';
import type { MetricName } from './metrics.ts';

/** What a run said on its way: which rooms it was about, and what it counted. */
export type Notes = { readonly roomId?: string; readonly values: Values };

/** Of a batch about more rooms than this the log names the first ones. */
const mostRooms = 10;
const roomIdPattern = /^[0-9A-Za-z]{13}$/;

type Scope = { readonly rooms: Set<string>; values: Partial<Record<MetricName, number>>; readonly troubles: unknown[] };
const newScope = (): Scope => ({ rooms: new Set(), values: {}, troubles: [] });

/** Each run has notes of its own: an environment may be given a second one while the first still waits. */
const scopes = new AsyncLocalStorage<Scope>();
const outside = newScope();
const current = (): Scope => scopes.getStore() ?? outside;

/** Runs it with empty notes. */
export const noting = <Answer>(run: () => Promise<Answer>): Promise<Answer> => scopes.run(newScope(), run);

/** Adds to what the run's line counts. */
export function measure(name: MetricName, value = 1): void {
  const { values } = current();
  values[name] = (values[name] ?? 0) + value;
}

/** Names the room in the run's line; anything that is no room's id is left out, whoever sent it. */
export function noteRoom(roomId: unknown): void {
  const { rooms } = current();
  if (typeof roomId === 'string' && roomIdPattern.test(roomId) && rooms.size < mostRooms) rooms.add(roomId);
}

/** The rooms noted so far, without taking anything. */
export function notedRooms(): Pick<Notes, 'roomId'> {
  const { rooms } = current();
  return rooms.size > 0 ? { roomId: [...rooms].join(' ') } : {};
}

/** For the unit's edge, which writes the line: all notes since the last time. */
export function takeNotes(): Notes {
  const scope = current();
  const taken = { ...notedRooms(), values: scope.values };
  scope.rooms.clear();
  scope.values = {};
  return taken;
}

/** Has the run's edge tell of a refusal or a single item's fault, though the run goes on. */
export const noteTrouble = (error: unknown): void => {
  current().troubles.push(error);
};

/** For the unit's edge, which tells each once. */
export const takeTroubles = (): unknown[] => current().troubles.splice(0);
