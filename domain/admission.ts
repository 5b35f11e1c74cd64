/** Who may enter a room, and who may see it: one ordered list of refusals, the same at every door and every renewal. */

import type { Role } from './permissions.ts';
import type { Policy } from './policy.ts';
import { allow, type Decision, type Facts, type Refused, refuse } from './refusal.ts';
import { type Room, roleInRoom } from './room.ts';
import { currentState } from './room-clock.ts';
import type { Member } from './seat.ts';
import type { StagePlace } from './stage.ts';

/** Somebody at the door, with everything that was read about them in one round trip. */
export type Arrival = {
  readonly room: Room;
  /** The user id, or the guest id of a listener without account. */
  readonly personId: string;
  readonly isGuest: boolean;
  readonly isSuspended: boolean;
  readonly member?: Pick<Member, 'state'>;
  readonly isBlockedByHost: boolean;
  readonly isFollower: boolean;
  readonly isInvited: boolean;
  /** A ticket that opens the room: paid or comp. */
  readonly hasTicket: boolean;
  readonly now: number;
  readonly policy: Policy;
};

/** The role the person enters with, or the first refusal that applies. */
export function admit(arrival: Arrival): Decision<Exclude<Role, 'outsider' | 'moderator' | 'admin'>> {
  if (arrival.isSuspended) return refuse('account_suspended');
  const current = currentState(arrival.room, arrival.now, arrival.policy);
  if (current.status === 'scheduled') return refuse('room_not_live');
  if (current.status !== 'live') return refuse('room_already_ended');
  const problem = exclusion(arrival) ?? lock(arrival) ?? restriction(arrival);
  if (problem) return problem;
  const place = roleInRoom(current, arrival.personId);
  if (place !== 'outsider') return allow(place);
  return allow(arrival.isGuest ? 'guest' : 'listener');
}

/** Public and ticketed rooms are readable by everybody, over or not; others only by whoever may enter, and look absent. */
export function mayReadRoom(arrival: Omit<Arrival, 'now' | 'policy'> & { readonly isModerator?: boolean }): Decision {
  const { audience } = arrival.room;
  if (audience === 'public' || audience === 'tickets' || arrival.isModerator || isHost(arrival)) return allow();
  const isKeptOut = arrival.isSuspended || exclusion(arrival) !== undefined || restriction(arrival) !== undefined;
  return isKeptOut ? refuse('room_not_found') : allow();
}

export type Label = { readonly userId: string; readonly kind: 'blocked_by_you' };

/** Warns the reader of everybody on stage whom they have blocked. */
export function labelsFor(
  blockset: ReadonlySet<string>,
  stage: readonly Pick<StagePlace, 'userId'>[],
): readonly Label[] {
  return stage
    .filter(({ userId }) => blockset.has(userId))
    .map(({ userId }): Label => ({ userId, kind: 'blocked_by_you' }));
}

type AtDoor = Omit<Arrival, 'now' | 'policy'>;

function exclusion(arrival: AtDoor): Refused | undefined {
  if (isHost(arrival)) return undefined;
  if (arrival.isBlockedByHost) return refuse('blocked_by_host');
  return arrival.member?.state === 'banned' ? refuse('blocked_from_room') : undefined;
}

/** Who has been in may come back through a locked door; that the room is locked keeps newcomers out. */
function lock(arrival: AtDoor): Refused | undefined {
  const isKnown = arrival.member !== undefined || isOnStage(arrival);
  return arrival.room.isLocked && !isKnown ? refuse('room_locked') : undefined;
}

/** People on stage and people invited to it need neither to follow nor to pay. */
function restriction(arrival: AtDoor): Refused | undefined {
  const { audience, areGuestsAllowed, invitedUserIds } = arrival.room;
  const isInvited = arrival.isInvited || invitedUserIds.includes(arrival.personId) || isOnStage(arrival);
  if (audience === 'followers' && !isInvited && !arrival.isFollower) return refuse('followers_only');
  if (audience === 'invited' && !isInvited) return refuse('invited_only');
  if (audience === 'tickets' && !isInvited && !arrival.hasTicket)
    return refuse('ticket_required', { facts: priceFacts(arrival.room) });
  return arrival.isGuest && !areGuestsAllowed ? refuse('guests_not_allowed') : undefined;
}

/** What a ticket costs and where it is sold, for whoever lacks one. */
export const priceFacts = ({ id, ticketPrice }: Room): Facts => ({ ...ticketPrice, link: `/r/${id}` });

function isHost(arrival: AtDoor): boolean {
  return arrival.room.hostId === arrival.personId;
}

function isOnStage(arrival: AtDoor): boolean {
  return roleInRoom(arrival.room, arrival.personId) !== 'outsider';
}
