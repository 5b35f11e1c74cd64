/** Who on stage is here, from media events that come doubled, late and in any order: only the latest time of a kind counts. */

import type { LiveRoom } from './room.ts';
import { type StagePlace, withPlace } from './stage.ts';
import { addSeconds, isReached, laterOf } from './time.ts';

/** A person is here from the grant; who has not connected after so long is not. */
export const connectWithinSeconds = 300;
/** Who dropped may come back within this time without having been away. */
export const returnWithinSeconds = 60;

/** Chime SDK ends a primary meeting in which nobody has audio for 5 minutes; the rest is time to do so. */
const silentMeetingLivesSeconds = 330;

/** A media event of the primary meeting; `at` is the service's timestamp. Unknown and replaced attendees change nothing. */
export type PresenceSign = {
  readonly attendeeId: string;
  readonly kind: 'connected' | 'dropped';
  readonly at: string;
};

/** The room with the time noted; the same room when it knew already. */
export function withSign(room: LiveRoom, sign: PresenceSign): LiveRoom {
  const place = room.stage.find((candidate) => candidate.attendeeId === sign.attendeeId);
  const field = sign.kind === 'connected' ? 'connectedAt' : 'droppedAt';
  if (!place || laterOf(place[field], sign.at) === place[field]) return room;
  return withPlace(room, place.userId, (old) => ({ ...old, [field]: sign.at }));
}

/** Whether sound flows now as far as we have been told; a drop and a return of the same instant count as a return. */
export function isConnected(place: StagePlace): boolean {
  if (place.connectedAt === undefined) return false;
  return place.droppedAt === undefined || place.connectedAt >= place.droppedAt;
}

/** Whether the latest news is that the connection dropped, after the last grant. */
export function isAway(place: StagePlace): boolean {
  return !isConnected(place) && place.droppedAt !== undefined && place.droppedAt >= place.grantedAt;
}

/** When this person counts as gone unless heard of; undefined while connected. */
export function goneAt(place: StagePlace): string | undefined {
  if (isConnected(place)) return undefined;
  if (!isAway(place)) return addSeconds(place.grantedAt, connectWithinSeconds);
  return addSeconds(place.droppedAt ?? place.grantedAt, returnWithinSeconds);
}

/** Whether a person still marked as here must be judged gone. */
export function isGone(place: StagePlace, now: number): boolean {
  const at = goneAt(place);
  return place.isHere && at !== undefined && isReached(at, now);
}

/**
 * Whom a meeting that still lives proves to be in it, though the event that told so was lost: the one person of the stage who
 * can be, when all sound we know of is too long ago to have kept it alive.
 */
export function unheardOf(room: LiveRoom, now: number): StagePlace | undefined {
  const [place, ...others] = room.stage.filter(({ attendeeId }) => attendeeId !== undefined);
  if (place === undefined || others.length > 0 || isConnected(place)) return undefined;
  const lastSoundAt = laterOf(place.droppedAt, room.meeting.createdAt);
  return isReached(addSeconds(lastSoundAt, silentMeetingLivesSeconds), now) ? place : undefined;
}

/** Everybody on stage who must be judged gone now, e.g. by the sweep. */
export function goneUserIds(room: LiveRoom, now: number): readonly string[] {
  return room.stage.filter((place) => isGone(place, now)).map((place) => place.userId);
}
