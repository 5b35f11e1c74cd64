/** What single people, and those on stage, are told of requests, invitations and removals. Ids repeat with what they tell. */

import type { DomainEvent } from './events.ts';
import type { Frame } from './frame.ts';
import { personChannel, stageChannel } from './realtime.ts';
import type { LiveRoom } from './room.ts';

type Asking = { readonly roomId: string; readonly userId: string; readonly askedAt: string };
type Offer = {
  readonly roomId: string;
  readonly userId: string;
  readonly role: string;
  readonly invitedAt: string;
  readonly invitedBy?: string;
  readonly openUntil?: string;
};
type Removal = {
  readonly roomId: string;
  readonly personId: string;
  readonly byUserId: string;
  readonly bannedAt: string;
  /** Whether their ticket is paid back. */
  readonly isRefunded?: boolean;
};

/** Something that was written about a person in a room; `isGone`: it was taken away. */
export type Notice =
  | { readonly kind: 'request'; readonly of: Asking; readonly isGone: boolean }
  | { readonly kind: 'invitation'; readonly of: Offer }
  | { readonly kind: 'removal'; readonly of: Removal };

/** `room`: the live one it happened in; without it nobody on stage is there to be told. */
export function noticeFrames(notice: Notice, room: LiveRoom | undefined, at: string): readonly Frame[] {
  if (notice.kind === 'request') return requestFrames(notice, room, at);
  if (notice.kind === 'invitation') {
    const { roomId, userId, role, invitedAt, invitedBy, openUntil } = notice.of;
    const facts = { roomId, role, ...(invitedBy && { invitedBy }), ...(openUntil && { openUntil }) };
    const id = `${roomId}.invited.${userId}.${invitedAt}`;
    return [{ id, channel: personChannel(userId), type: 'invited', at: invitedAt, facts }];
  }
  const { roomId, personId, bannedAt } = notice.of;
  const id = `${roomId}.removed.${personId}.${bannedAt}`;
  return [{ id, channel: personChannel(personId), type: 'removed', at: bannedAt, facts: { roomId } }];
}

function requestFrames(
  { of: { roomId, userId, askedAt }, isGone }: Extract<Notice, { kind: 'request' }>,
  room: LiveRoom | undefined,
  at: string,
): readonly Frame[] {
  const id = `${roomId}.request.${userId}.${askedAt}`;
  const channel = room && stageChannel(room);
  if (!isGone)
    return channel
      ? [{ id: `${id}.${room.channels.stage}`, channel, type: 'request.made', at: askedAt, facts: { userId, askedAt } }]
      : [];
  const told = { at, facts: { roomId, userId } };
  // Told again, it may be in another channel by then: under the same id the queue wants the same message.
  return [
    ...(channel
      ? [{ ...told, id: `${id}.gone.${room.channels.stage}`, channel, type: 'request.withdrawn' as const }]
      : []),
    { ...told, id: `${id}.closed`, channel: personChannel(userId), type: 'request.closed' },
  ];
}

/** What others are told of it on the bus. */
export function noticeEvents(notice: Notice): readonly DomainEvent[] {
  if (notice.kind !== 'removal') return [];
  const { roomId, personId, byUserId, bannedAt, isRefunded = false } = notice.of;
  const id = `evt_${roomId}.removed.${personId}.${bannedAt}`;
  const detail = { id, at: bannedAt, version: 1, roomId, userId: personId, byUserId, isRefunded };
  return [{ name: 'person.removed', detail }];
}
