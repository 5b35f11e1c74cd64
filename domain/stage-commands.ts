/** What people do to the stage: come, go, be muted, raise a hand, hand the room over. Each judges the room as it is now. */

import { type Action, type Actor, decideAny, demotionOf, invitationTo, removalOf, rolesOf } from './permissions.ts';
import type { Policy } from './policy.ts';
import { allow, type Decision, refuse } from './refusal.ts';
import { type LiveRoom, nextVersion, type Room } from './room.ts';
import { currentState } from './room-clock.ts';
import { type PlaceRole, placeOf, takeStage, withoutPlace, withPlace } from './stage.ts';
import { handOver } from './succession.ts';
import { isoOf } from './time.ts';

/** Who acts, when, and under which numbers. `isListening`: the actor is in the room's audience. */
export type Acting = {
  readonly actor: Actor;
  readonly isListening?: boolean;
  readonly now: number;
  readonly policy: Policy;
};

/** The room if it is live now. */
export function liveNow(room: Room, { now, policy }: Pick<Acting, 'now' | 'policy'>): Decision<LiveRoom> {
  const current = currentState(room, now, policy);
  if (current.status === 'live') return allow(current);
  return refuse(current.status === 'scheduled' ? 'room_not_live' : 'room_already_ended');
}

/** The live room, if one of the actor's roles may do this in it. */
export function actIn(room: Room, acting: Acting, action: Action): Decision<LiveRoom> {
  const live = liveNow(room, acting);
  if (!live.isAllowed) return live;
  const permission = decideAny(rolesOf(live.value, acting.actor, acting.isListening), action);
  return permission.isAllowed ? live : permission;
}

/** Whether a listener may ask for the microphone under the room's policy; `isFollowed`: the host follows them. */
export function askToSpeak(room: Room, acting: Acting, isFollowed: boolean): Decision<LiveRoom> {
  const live = actIn(room, acting, 'ask_to_speak');
  if (!live.isAllowed) return live;
  const { speakersPolicy } = live.value;
  const isOpen = speakersPolicy === 'everyone' || (speakersPolicy === 'followed' && isFollowed);
  if (isOpen) return live;
  return refuse('not_allowed_for_role', {
    message: 'This room lets other people speak than those who ask.',
    facts: { speakersPolicy },
  });
}

/** A request is granted: its person comes on stage as a speaker. `credentialCount`: of their earlier places. */
export function acceptRequest(room: Room, acting: Acting, userId: string, credentialCount: number): Decision<LiveRoom> {
  const live = actIn(room, acting, 'decide_request');
  return live.isAllowed ? takeStage(live.value, userId, 'speaker', acting.now, acting.policy, credentialCount) : live;
}

export type InvitedRole = keyof typeof invitationTo;

/** Whether somebody may be asked to take a role; places are judged again when they accept. */
export function inviteAs(room: Room, acting: Acting, userId: string, role: InvitedRole): Decision<Room> {
  const current = currentState(room, acting.now, acting.policy);
  if (current.status !== 'live' && current.status !== 'scheduled') return refuse('room_already_ended');
  const permission = decideAny(rolesOf(current, acting.actor, acting.isListening), invitationTo[role]);
  if (!permission.isAllowed) return permission;
  if (userId === current.hostId) return refuse('invalid_field', { param: 'userId', message: 'userId is the host.' });
  if (current.status !== 'live' || role === 'listener') return allow(current);
  const taken = takeStage(current, userId, role, acting.now, acting.policy);
  return taken.isAllowed ? allow(current) : taken;
}

/** Invitations to a live room's stage are open for so long; all others until the room is over. */
export const invitationSeconds = 600;

/** An invitation to the stage is accepted. */
export function acceptInvitation(
  room: Room,
  { now, policy }: Acting,
  userId: string,
  role: 'cohost' | 'speaker',
  credentialCount: number,
): Decision<LiveRoom> {
  const live = liveNow(room, { now, policy });
  return live.isAllowed ? takeStage(live.value, userId, role, now, policy, credentialCount) : live;
}

/** Somebody goes from the stage into the audience: by their own wish, or put down by hosts. */
export function goFromStage(room: Room, acting: Acting, userId: string): Decision<LiveRoom> {
  const live = liveNow(room, acting);
  if (!live.isAllowed) return live;
  const place = placeOf(live.value, userId);
  const action: Action = acting.actor.userId === userId ? 'step_down' : demotionOf[place?.role ?? 'speaker'];
  const permission = decideAny(rolesOf(live.value, acting.actor, acting.isListening), action);
  if (!permission.isAllowed) return permission;
  return place ? allow(goneFromStage(live.value, userId, acting.now)) : refuse('not_on_stage');
}

/** The platform takes a role away; the room keeps its host. */
export function stripRole(room: Room, acting: Acting, userId: string): Decision<LiveRoom> {
  const live = actIn(room, acting, 'strip_role');
  if (!live.isAllowed) return live;
  const place = placeOf(live.value, userId);
  if (!place) return refuse('not_on_stage');
  if (place.role === 'host')
    return refuse('not_allowed_for_role', { message: 'A room has no other host: end it, or suspend the host.' });
  return allow(goneFromStage(live.value, userId, acting.now));
}

/** The room with one person fewer on stage. */
export function goneFromStage(room: LiveRoom, userId: string, now: number): LiveRoom {
  return placeOf(room, userId) ? nextVersion(withoutPlace(room, userId), isoOf(now)) : room;
}

/** Somebody must read on in no channel of the room: those who stay get other ones, except the public one of an open room. */
export function withoutPerson(room: LiveRoom, userId: string, now: number): LiveRoom {
  const left = placeOf(room, userId) ? withoutPlace(room, userId) : room;
  if (room.audience === 'public') return left === room ? room : nextVersion(left, isoOf(now));
  const channels = { ...left.channels, live: left.channels.live + 1 };
  return nextVersion({ ...left, channels }, isoOf(now));
}

/** Whether hosts may remove this person from the room for good. `isGuest`: by the form of the id. */
export function removePerson(room: Room, acting: Acting, personId: string, isGuest: boolean): Decision<LiveRoom> {
  const live = liveNow(room, acting);
  if (!live.isAllowed) return live;
  const role: keyof typeof removalOf = placeOf(live.value, personId)?.role ?? (isGuest ? 'guest' : 'listener');
  const permission = decideAny(rolesOf(live.value, acting.actor, acting.isListening), removalOf[role]);
  return permission.isAllowed ? live : permission;
}

/** A mute that hosts set on one person; nobody but the host lifts it from themselves. */
export function mutePerson(room: Room, acting: Acting, userId: string, isMuted: boolean): Decision<LiveRoom> {
  const live = actIn(room, acting, 'mute_person');
  if (!live.isAllowed) return live;
  const place = placeOf(live.value, userId);
  if (!place) return refuse('not_on_stage');
  if (place.isMuted === isMuted) return live;
  const isOwn = acting.actor.userId === userId && place.role !== 'host';
  if (isOwn && !isMuted)
    return refuse('not_allowed_for_role', { message: 'A mute that somebody else set is lifted by others.' });
  const next = withPlace(live.value, userId, (old) => ({ ...old, isMuted }));
  return allow(nextVersion(next, isoOf(acting.now)));
}

/** Mutes every speaker, and everybody who becomes one, until it is lifted; hosts are exempt. */
export function muteAll(room: Room, acting: Acting, isOn: boolean): Decision<LiveRoom> {
  const live = actIn(room, acting, 'mute_all');
  if (!live.isAllowed || live.value.isMutedAll === isOn) return live;
  return allow(nextVersion({ ...live.value, isMutedAll: isOn }, isoOf(acting.now)));
}

/** Shows the others on stage that one wants to say something. */
export function raiseHand(room: Room, acting: Acting, isRaised: boolean): Decision<LiveRoom> {
  const live = actIn(room, acting, 'raise_hand');
  if (!live.isAllowed) return live;
  const { userId } = acting.actor;
  if (placeOf(live.value, userId)?.isHandRaised === isRaised) return live;
  const next = withPlace(live.value, userId, (old) => ({ ...old, isHandRaised: isRaised }));
  return allow(nextVersion(next, isoOf(acting.now)));
}

/** The host gives the room to a co-host. */
export function handOverTo(room: Room, acting: Acting, cohostId: string): Decision<LiveRoom> {
  const live = actIn(room, acting, 'hand_over');
  return live.isAllowed ? handOver(live.value, cohostId, acting.now, acting.policy) : live;
}

/** The role somebody has on stage now, as the API answers it. */
export const stageRoleOf = (room: LiveRoom, userId: string): PlaceRole | undefined => placeOf(room, userId)?.role;
