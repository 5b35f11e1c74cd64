/** Time decides, timers only act: what a room is now, even if no timer has come yet. */

import type { Policy } from './policy.ts';
import {
  type CanceledRoom,
  type CancelReason,
  cohostIdsOf,
  type EndedRoom,
  type EndReason,
  type LiveRoom,
  type Room,
  type ScheduledRoom,
} from './room.ts';
import { addSeconds, isReached } from './time.ts';

/** When a scheduled room that has not started is canceled. */
export function noShowAt(room: ScheduledRoom, policy: Policy): string {
  return noShowDue(room.startsAt, policy);
}

export function noShowDue(startsAt: string, policy: Policy): string {
  return addSeconds(startsAt, policy.noShowSeconds);
}

export function isNoShow(room: Room, now: number, policy: Policy): boolean {
  return room.status === 'scheduled' && isReached(noShowAt(room, policy), now);
}

export function isGraceOver(room: Room, now: number): boolean {
  return room.status === 'live' && room.graceEndsAt !== undefined && isReached(room.graceEndsAt, now);
}

/** When a live room has lasted as long as a room may. */
export function tooLongAt(room: LiveRoom, policy: Policy): string {
  return tooLongDue(room.startedAt, policy);
}

export function tooLongDue(startedAt: string, policy: Policy): string {
  return addSeconds(startedAt, policy.longestRoomSeconds);
}

export function isTooLong(room: Room, now: number, policy: Policy): boolean {
  return room.status === 'live' && isReached(tooLongAt(room, policy), now);
}

/** The room as anybody must be shown it and as every command must judge it; of two limits the earlier one ended it. */
export function currentState(room: Room, now: number, policy: Policy): Room {
  if (room.status === 'scheduled') {
    return isNoShow(room, now, policy) ? canceledRoom(room, 'no_show', noShowAt(room, policy)) : room;
  }
  if (room.status !== 'live') return room;
  const limit = tooLongAt(room, policy);
  const grace = room.graceEndsAt;
  if (grace !== undefined && grace <= limit && isReached(grace, now)) return endedRoom(room, 'grace_ended', grace);
  return isReached(limit, now) ? endedRoom(room, 'too_long', limit) : room;
}

/** The live room, over at that time: meeting and stage are gone, its co-hosts are remembered. */
export function endedRoom(room: LiveRoom, endReason: EndReason, endedAt: string): EndedRoom {
  const { meeting, stage, graceEndsAt, channels, ...fields } = room;
  return { ...fields, status: 'ended', endedAt, endReason, cohostIds: cohostIdsOf(room), ...changedAt(room, endedAt) };
}

export function canceledRoom(room: ScheduledRoom, endReason: CancelReason, endedAt: string): CanceledRoom {
  return { ...room, status: 'canceled', endedAt, endReason, ...changedAt(room, endedAt) };
}

function changedAt(room: Room, at: string): Pick<Room, 'version' | 'updatedAt'> {
  return { version: room.version + 1, updatedAt: at };
}
