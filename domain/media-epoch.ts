/** The room outlives its meeting: a meeting that ended, or is about to, is replaced under a new epoch. */

import { isConnected, returnWithinSeconds } from './presence.ts';
import { type LiveRoom, nextVersion, type RoomMeeting } from './room.ts';
import type { StagePlace } from './stage.ts';
import { addSeconds, isoOf, isReached } from './time.ts';

/** Chime SDK ends every meeting 24 hours after it was made. */
export const meetingLifeSeconds = 86_400;

/** Marks the meeting as over; news of another meeting (an older epoch's, a loser's) changes nothing. */
export function meetingEnded(room: LiveRoom, meetingId: string, at: string): LiveRoom {
  if (room.meeting.id !== meetingId || room.meeting.endedAt !== undefined) return room;
  return nextVersion({ ...room, meeting: { ...room.meeting, endedAt: at } }, at);
}

/** Whether the next host or speaker who joins needs a new meeting first. */
export function isMeetingOver(room: LiveRoom, now: number): boolean {
  const { endedAt, createdAt } = room.meeting;
  return endedAt !== undefined || isReached(addSeconds(createdAt, meetingLifeSeconds), now);
}

/** Whether a new meeting is due at once: somebody on stage still had audio when the old one ended. */
export function isRestartDue(room: LiveRoom, now: number): boolean {
  const endedAt = room.meeting.endedAt ?? addSeconds(room.meeting.createdAt, meetingLifeSeconds);
  return isMeetingOver(room, now) && room.stage.some((place) => place.isHere && hadAudio(place, endedAt));
}

/** The service reports everybody as gone just before it reports the end; a meeting nobody is in lives on for 5 minutes. */
function hadAudio(place: StagePlace, endedAt: string): boolean {
  if (isConnected(place)) return true;
  const { connectedAt, droppedAt } = place;
  return connectedAt !== undefined && droppedAt !== undefined && addSeconds(droppedAt, returnWithinSeconds) > endedAt;
}

/** The room in its next epoch; stage credentials of the old meeting are void, places and roles stay. */
export function restartMedia(room: LiveRoom, meeting: RoomMeeting, now: number): LiveRoom {
  const at = isoOf(now);
  const stage = room.stage.map((place) => withoutCredential(place, at));
  return nextVersion({ ...room, meeting, stage, epoch: room.epoch + 1 }, at);
}

/** Whoever is here gets the time of a fresh grant to connect to the new meeting. */
function withoutCredential(place: StagePlace, at: string): StagePlace {
  const { attendeeId, connectedAt, droppedAt, ...kept } = place;
  return { ...kept, grantedAt: place.isHere ? at : place.grantedAt };
}
