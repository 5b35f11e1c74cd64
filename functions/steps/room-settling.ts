import type { audio } from '../../adapters/audio.ts';
import type { endings } from '../../adapters/dynamodb/endings.ts';
import type { members } from '../../adapters/dynamodb/members.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import { goneUserIds } from '../../domain/presence.ts';
import { allow } from '../../domain/refusal.ts';
import type { LiveRoom, Room } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import { placeOf, type StagePlace } from '../../domain/stage.ts';
import { hostLost } from '../../domain/succession.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { changeRoom } from './room-change.ts';

type Context = ContextOf<{
  audio: typeof audio;
  endings: typeof endings;
  members: typeof members;
  rooms: typeof rooms;
}>;

/** Writes down what time has decided: people who are gone, a grace that is over, a room nobody started. Idle when there is nothing. */
export async function settleRoom(context: Context, room: Room): Promise<Room> {
  const { policy } = context.config;
  const { before, after } = await changeRoom(
    context,
    room,
    (stored) => allow(withoutTheGone(currentState(stored, context.now(), policy), context)),
    (stored, next) => save(context, stored, next),
  );
  if (before.status === 'live' && after.status === 'ended') await context.audio.deleteMeeting(before.meeting.id);
  if (after.status === 'live') await loseMembers(context, after);
  return after;
}

const isAbsent = ({ isHere }: StagePlace): boolean => !isHere;

/**
 * Who is not here any more is not counted any more. The room is written first and read again after the members: whoever came
 * back meanwhile is either here by then or a member anew. What a crash leaves undone is done by the next sweep.
 */
async function loseMembers(context: Context, room: LiveRoom): Promise<void> {
  const absent = room.stage.filter(isAbsent);
  if (absent.length === 0) return;
  const found = await Promise.all(absent.map(({ userId }) => context.members.find(room.id, userId)));
  const fresh = await context.rooms.find(room.id);
  if (fresh?.status !== 'live') return;
  for (const member of found) {
    const place = member?.state === 'joined' ? placeOf(fresh, member.userId) : undefined;
    if (member && place && isAbsent(place)) await context.members.lose(member, isoOf(context.now()));
  }
}

function withoutTheGone(room: Room, context: Context): Room {
  if (room.status !== 'live') return room;
  const now = context.now();
  return goneUserIds(room, now).reduce<LiveRoom>(
    (left, userId) => hostLost(left, userId, now, context.config.policy),
    room,
  );
}

function save(context: Context, stored: Room, next: Room) {
  if (stored.status === 'live' && next.status === 'ended') return context.endings.end(stored, next);
  if (stored.status === 'scheduled' && next.status === 'canceled') return context.endings.cancel(stored, next);
  return context.rooms.change(stored, next);
}
