/** A room survives its host: a co-host who is here takes over, else the grace runs, and a host who comes back ends it. */

import type { Policy } from './policy.ts';
import { isAway, isConnected, type PresenceSign, withSign } from './presence.ts';
import { allow, type Decision, refuse } from './refusal.ts';
import { type LiveRoom, nextVersion } from './room.ts';
import { placeOf, successorOf, swapHost, withoutPlace, withPlace } from './stage.ts';
import { addSeconds, isoOf, laterOf } from './time.ts';

type Clocked = { readonly now: number; readonly policy: Policy };

/** Somebody on stage is gone (dropped for good). A host is succeeded; losing the last of the hosts starts the grace. */
export function hostLost(room: LiveRoom, userId: string, now: number, policy: Policy): LiveRoom {
  if (placeOf(room, userId)?.isHere !== true) return room;
  const without = withPlace(room, userId, (place) => ({ ...place, isHere: false }));
  return nextVersion(settled(without, { now, policy }), isoOf(now));
}

/** Somebody of the stage joins again: the grace ends; a co-host who finds no host here becomes host. */
export function hostBack(room: LiveRoom, userId: string, now: number, policy: Policy): LiveRoom {
  const place = placeOf(room, userId);
  if (!place || (place.isHere && !isAway(place))) return room;
  const at = isoOf(now);
  const present = withPlace(room, userId, (old) => ({ ...old, isHere: true, grantedAt: at }));
  return nextVersion(settled(present, { now, policy }), at);
}

/** Takes a media event in: who connects after having been judged gone is back. Doubles and late ones change nothing. */
export function heardOf(room: LiveRoom, sign: PresenceSign, now: number, policy: Policy): LiveRoom {
  const next = withSign(room, sign);
  const place = next.stage.find((candidate) => candidate.attendeeId === sign.attendeeId);
  if (next === room || !place) return room;
  const isBack = !place.isHere && isConnected(place);
  return isBack ? hostBack(next, place.userId, now, policy) : nextVersion(next, isoOf(now));
}

/**
 * Leaving acts at once. A speaker gives the place up; a co-host keeps the role and is not here;
 * a host hands over to the first co-host who is here, else the grace starts.
 */
export function leaveStage(room: LiveRoom, userId: string, now: number, policy: Policy): Decision<LiveRoom> {
  const place = placeOf(room, userId);
  if (!place) return refuse('not_on_stage');
  if (place.role === 'speaker') return allow(nextVersion(withoutPlace(room, userId), isoOf(now)));
  // Marked as dropped, so that a late "connected" event from before does not bring the person back.
  const left = withPlace(room, userId, (old) => ({ ...old, droppedAt: laterOf(old.droppedAt, isoOf(now)) }));
  return allow(place.isHere ? hostLost(left, userId, now, policy) : room);
}

/** The host gives the room to a co-host; the two swap roles. */
export function handOver(room: LiveRoom, cohostId: string, now: number, policy: Policy): Decision<LiveRoom> {
  const place = placeOf(room, cohostId);
  if (!place) return refuse('not_on_stage');
  if (place.role === 'host') return allow(room);
  if (place.role !== 'cohost')
    return refuse('not_allowed_for_role', { message: 'Only a co-host can take the room over.' });
  return allow(nextVersion(settled(swapHost(room, cohostId), { now, policy }), isoOf(now)));
}

/** The rule itself, after any change of who is here. */
function settled(room: LiveRoom, { now, policy }: Clocked): LiveRoom {
  const { graceEndsAt, ...running } = room;
  if (placeOf(room, room.hostId)?.isHere) return running;
  const successor = successorOf(room);
  if (successor) return swapHost(running, successor.userId);
  return { ...running, graceEndsAt: graceEndsAt ?? addSeconds(isoOf(now), policy.hostGraceSeconds) };
}
