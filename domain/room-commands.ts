/** What people do to a room as a whole: start, end, cancel. Each judges the room as it is now, not as it was stored. */

import { type Actor, decideAny, rolesOf } from './permissions.ts';
import type { Policy } from './policy.ts';
import { allow, type Decision, refuse } from './refusal.ts';
import {
  type CanceledRoom,
  type EndedRoom,
  firstChannels,
  type LiveRoom,
  type Room,
  type RoomDraft,
  type RoomMeeting,
  type ScheduledRoom,
} from './room.ts';
import { canceledRoom, currentState, endedRoom } from './room-clock.ts';
import { transition } from './room-states.ts';
import { newPlace } from './stage.ts';
import { isoOf } from './time.ts';

/** Whether the room may go live. A live room is answered as it is: the host gets the same grant again. */
export function startRoom(room: Room, actor: Actor, now: number, policy: Policy): Decision<ScheduledRoom | LiveRoom> {
  const permission = decideAny(rolesOf(room, actor), 'start_room');
  if (!permission.isAllowed) return permission;
  const current = currentState(room, now, policy);
  const step = transition(current.status, 'start');
  if (!step.isAllowed) return step;
  return current.status === 'scheduled' || current.status === 'live' ? allow(current) : refuse('room_already_ended');
}

/** The room live, once its first meeting and the host's attendee exist. */
export function liveRoom(
  room: ScheduledRoom | RoomDraft,
  meeting: RoomMeeting,
  attendeeId: string,
  now: number,
): LiveRoom {
  const at = isoOf(now);
  const isNew = room.status === 'draft';
  return {
    ...room,
    status: 'live',
    startedAt: at,
    updatedAt: at,
    epoch: room.epoch + 1,
    version: isNew ? room.version : room.version + 1,
    meeting,
    stage: [newPlace(room.hostId, 'host', at, { attendeeId })],
    channels: firstChannels,
  };
}

/** Ends a live room; ending an ended one answers it as it is. Co-hosts cannot. */
export function endRoom(room: Room, actor: Actor, now: number, policy: Policy): Decision<EndedRoom> {
  const permission = decideAny(rolesOf(room, actor), 'end_room');
  return permission.isAllowed ? endWith(room, 'end', now, policy) : permission;
}

/** Ends a live room in the platform's name. */
export function endRoomAsModerator(room: Room, actor: Actor, now: number, policy: Policy): Decision<EndedRoom> {
  const permission = decideAny(rolesOf(room, actor), 'end_room_as_moderator');
  return permission.isAllowed ? endWith(room, 'end_by_moderator', now, policy) : permission;
}

function endWith(room: Room, command: 'end' | 'end_by_moderator', now: number, policy: Policy): Decision<EndedRoom> {
  const current = currentState(room, now, policy);
  const step = transition(current.status, command);
  if (!step.isAllowed) return step;
  if (current.status === 'ended') return allow(current);
  if (current.status !== 'live') return refuse('room_not_live');
  return allow(endedRoom(current, command === 'end' ? 'host_ended' : 'moderator_ended', isoOf(now)));
}

/** Cancels a scheduled room; canceling a canceled one answers it as it is. */
export function cancelRoom(room: Room, actor: Actor, now: number, policy: Policy): Decision<CanceledRoom> {
  const permission = decideAny(rolesOf(room, actor), 'cancel_room');
  if (!permission.isAllowed) return permission;
  const current = currentState(room, now, policy);
  const step = transition(current.status, 'cancel');
  if (!step.isAllowed) return step;
  if (current.status === 'canceled') return allow(current);
  if (current.status !== 'scheduled') return refuse('room_already_live');
  return allow(canceledRoom(current, 'host_canceled', isoOf(now)));
}
