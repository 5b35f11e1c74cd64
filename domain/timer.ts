/** What may come due in a room, as messages that only wake somebody up: whoever is woken judges by the room and the clock. */

import { goneAt } from './presence.ts';
import type { LiveRoom, Room } from './room.ts';
import { millisecondsOf } from './time.ts';

export type Timer = { readonly kind: 'check-room'; readonly roomId: string; readonly dueAt: string };

/**
 * The checks a change of a room makes necessary: the end of its grace, and the moment somebody on stage counts as gone.
 * A queue delays at most 15 minutes, and neither is further away.
 */
export function timersAfter(before: Room | undefined, after: Room): readonly Timer[] {
  if (after.status !== 'live') return [];
  const known = new Set(before?.status === 'live' ? dueTimes(before) : []);
  const fresh = dueTimes(after).filter((dueAt) => !known.has(dueAt));
  return [...new Set(fresh)].map((dueAt): Timer => ({ kind: 'check-room', roomId: after.id, dueAt }));
}

function dueTimes(room: LiveRoom): readonly string[] {
  const gone = room.stage.filter(({ isHere }) => isHere).map(goneAt);
  return [room.graceEndsAt, ...gone].filter((at) => at !== undefined);
}

/** Whole seconds until then, at least none: a message that comes a moment early would find nothing to do and be lost. */
export function delaySeconds(dueAt: string, now: number): number {
  return Math.max(0, Math.ceil((millisecondsOf(dueAt) - now) / 1000));
}
