/** A room shared into the home of one's followers: once by each person. */

import type { DomainEvent } from './events.ts';

export type Share = { readonly roomId: string; readonly userId: string; readonly sharedAt: string };

/** Shares are shown for so long. */
export const shareDays = 30;

/** `room.shared` when somebody shared the room; a share that goes by itself tells nothing. */
export function shareEventsOf(before: Share | undefined, after: Share | undefined): readonly DomainEvent[] {
  if (before || !after) return [];
  const { roomId, userId, sharedAt } = after;
  const id = `evt_${roomId}.${userId}.room.shared`;
  return [{ name: 'room.shared', detail: { id, at: sharedAt, version: 1, roomId, userId } }];
}
