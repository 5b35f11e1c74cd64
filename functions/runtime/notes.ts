import type { Values } from './emf.ts';
import type { MetricName } from './metrics.ts';

/** What a run said on its way: which rooms it was about, and what it counted. */
export type Notes = { readonly roomId?: string; readonly values: Values };

/** Of a batch about more rooms than this the log names the first ones. */
const mostRooms = 10;
const roomIdPattern = /^[0-9A-Za-z]{13}$/;

const rooms = new Set<string>();
let values: Partial<Record<MetricName, number>> = {};

/** Adds to what the run's line counts. */
export function measure(name: MetricName, value = 1): void {
  values[name] = (values[name] ?? 0) + value;
}

/** Names the room in the run's line; anything that is no room's id is left out, whoever sent it. */
export function noteRoom(roomId: unknown): void {
  if (typeof roomId === 'string' && roomIdPattern.test(roomId) && rooms.size < mostRooms) rooms.add(roomId);
}

/** The rooms noted so far, without taking anything. */
export function notedRooms(): Pick<Notes, 'roomId'> {
  return rooms.size > 0 ? { roomId: [...rooms].join(' ') } : {};
}

/** For the unit's edge, which writes the line: all notes since the last time. */
export function takeNotes(): Notes {
  const taken = { ...notedRooms(), values };
  rooms.clear();
  values = {};
  return taken;
}
