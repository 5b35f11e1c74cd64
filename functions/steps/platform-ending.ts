import type { audio } from '../../adapters/audio.ts';
import type { acts } from '../../adapters/dynamodb/acts.ts';
import type { endings } from '../../adapters/dynamodb/endings.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { Actor } from '../../domain/permissions.ts';
import type { EndedRoom, Room } from '../../domain/room.ts';
import { endRoomAsModerator } from '../../domain/room-commands.ts';
import type { ContextOf } from '../runtime/context.ts';
import { actOf } from './acts.ts';
import { changeRoom } from './room-change.ts';

type Context = ContextOf<{ acts: typeof acts; audio: typeof audio; endings: typeof endings; rooms: typeof rooms }>;

/** Ends a live room in the platform's name; it concerns whoever is host then. What time has ended is no act of anybody. */
export async function endForPlatform(context: Context, room: Room, actor: Actor, reason: string): Promise<EndedRoom> {
  const act = actOf(context, actor.userId, { kind: 'room_ended', roomId: room.id, reason });
  const { before, after } = await changeRoom(
    context,
    room,
    (current) => endRoomAsModerator(current, actor, context.now(), context.config.policy),
    (live, ended) => {
      if (live.status !== 'live') return context.rooms.change(live, ended);
      const isOurs = ended.endReason === 'moderator_ended';
      return isOurs
        ? context.acts.endRoom(live, ended, { ...act, userId: live.hostId })
        : context.endings.end(live, ended);
    },
  );
  // The clean-up of the room's end does this too: an answer of the media service is not waited for twice.
  if (before.status === 'live') await context.audio.deleteMeeting(before.meeting.id);
  return after;
}
