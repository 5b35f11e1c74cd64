/** Who may enter a room, and who may see it: one ordered list of refusals, the same at every door and every renewal. */

import type { Role } from './permissions.ts';
import type { Policy } from './policy.ts';
import { allow, type Decision, type Facts, type Refused, refuse } from './refusal.ts';
import { type Room, roleInRoom } from './room.ts';
import { currentState } from './room-clock.ts';
import type { Member } from './seat.ts';
import type { StagePlace } from './stage.ts';
import type { InvitedRole } from './stage-commands.ts';
import { isReached } from './time.ts';

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
  /** To the stage or the audience; to a room that sells tickets, only the stage counts. */
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

/** Who has been in, or has a ticket, comes through a locked door; that the room is locked keeps other newcomers out. */
function lock(arrival: AtDoor): Refused | undefined {
  const isHolder = arrival.room.audience === 'tickets' && arrival.hasTicket;
  return isNewBehindLock(arrival) && !isHolder ? refuse('room_locked') : undefined;
}

const isNewBehindLock = ({ room, personId, member }: Pick<AtDoor, 'room' | 'personId' | 'member'>): boolean =>
  room.isLocked && member === undefined && roleInRoom(room, personId) === 'outsider';

/** People on stage and people invited to it need neither to follow nor to pay. */
function restriction(arrival: AtDoor): Refused | undefined {
  const { audience, areGuestsAllowed } = arrival.room;
  const isInvited = arrival.isInvited || isOfStage(arrival.room, arrival.personId);
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

/** On stage now, named for it when the room was made, or whoever made it: they have handed it over since. */
const isOfStage = (room: Room, personId: string): boolean =>
  roleInRoom(room, personId) !== 'outsider' || room.invitedUserIds.includes(personId) || room.creatorId === personId;

/** An invitation as it stands; one to the stage of a live room is open until `openUntil`, unless it was accepted. */
export type Invited = { readonly role: InvitedRole; readonly openUntil?: string; readonly acceptedAt?: string };

/** Whether an invitation spares its person a ticket: those to listen do not, or a co-host could let in whom they like. */
export function sparesTicket(invitation: Invited | undefined, now: number): boolean {
  if (!invitation || invitation.role === 'listener') return false;
  const { openUntil, acceptedAt } = invitation;
  return acceptedAt !== undefined || openUntil === undefined || !isReached(openUntil, now);
}

/** Somebody whom nothing keeps out, as they were read. */
export type Comer = Pick<Arrival, 'room' | 'personId' | 'member' | 'now'> & {
  readonly invitation?: Invited;
  readonly isModerator?: boolean;
};
/** What must stand in the same instant a seat is taken. */
export type Pass = 'none' | 'invitation' | 'follow' | 'ticket';

/** What lets somebody in, as `admit` has it for those of whom all is known: one look at most, the same for every listener. */
export function passOf(comer: Comer): Pass {
  const { room, personId, invitation, now } = comer;
  const { audience } = room;
  // Whoever else needs no ticket must wait until the room is open again.
  if (audience === 'tickets' && isNewBehindLock(comer)) return 'ticket';
  if (audience === 'public' || isOfStage(room, personId)) return 'none';
  if (audience === 'invited') return 'invitation';
  if (audience === 'followers') return invitation ? 'invitation' : 'follow';
  if (comer.isModerator) return 'none';
  return sparesTicket(invitation, now) ? 'invitation' : 'ticket';
}
