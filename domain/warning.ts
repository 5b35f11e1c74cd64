/** Warnings: who has blocked somebody that comes on stage learns of it the moment it happens. */

import type { Frame } from './frame.ts';
import { personChannel } from './realtime.ts';
import type { Room } from './room.ts';
import type { Member } from './seat.ts';

/** Somebody who came on the stage of a live room; `acceptedAt` tells one coming from the next. */
export type Newcomer = { readonly roomId: string; readonly userId: string; readonly acceptedAt: string };

/** Places that one write of a live room added. Whoever starts a room is no newcomer: nobody is in it yet. */
export function newcomersOf(before: Room | undefined, after: Room | undefined): readonly Newcomer[] {
  if (before?.status !== 'live' || after?.status !== 'live' || before.version >= after.version) return [];
  const known = new Set(before.stage.map(({ userId }) => userId));
  return after.stage
    .filter(({ userId }) => !known.has(userId))
    .map(({ userId, acceptedAt }) => ({ roomId: after.id, userId, acceptedAt }));
}

/** Of the members of the newcomer's blockers, those who are here and must be told. */
export function warnedOf(newcomer: Newcomer, members: readonly Pick<Member, 'userId' | 'state'>[]): readonly string[] {
  return members
    .filter(({ userId, state }) => state === 'joined' && userId !== newcomer.userId)
    .map(({ userId }) => userId);
}

/** The viewer's own frame: nobody else learns whom they have blocked. The same for every repeat of one coming. */
export function labelFrame({ roomId, userId, acceptedAt }: Newcomer, viewerId: string): Frame {
  return {
    id: `${roomId}.label.${userId}.${Date.parse(acceptedAt)}.${viewerId}`,
    channel: personChannel(viewerId),
    type: 'label',
    at: acceptedAt,
    facts: { roomId, userId },
  };
}

/**
 * A second look so much later: whoever was on the way in read the stage without the newcomer, and was no member yet at the
 * first. No join lasts longer than its function may (10 s).
 */
export const secondLookSeconds = 12;
