import * as z from 'zod/mini';
import { audio } from '../../adapters/audio.ts';
import { endings } from '../../adapters/dynamodb/endings.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { endRoom as decideEnd } from '../../domain/room-commands.ts';
import { roomView } from '../../domain/room-view.ts';
import { actorOf, type User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { roomId } from '../runtime/schemas.ts';
import { roomView as roomShape } from '../runtime/views.ts';
import { actingProfileOf } from '../steps/person.ts';
import { changeRoom } from '../steps/room-change.ts';
import { countedRoomOf } from '../steps/room-reading.ts';

export const input = z.object({ roomId });
export const output = roomShape;

const adapters = { audio, endings, profiles, rooms };

export async function endRoom(context: ContextOf<typeof adapters>, caller: User, { roomId }: z.infer<typeof input>) {
  const [{ room, counts }] = await Promise.all([countedRoomOf(context, roomId), actingProfileOf(context, caller)]);
  const { before, after } = await changeRoom(
    context,
    room,
    (current) => decideEnd(current, actorOf(caller), context.now(), context.config.policy),
    (live, ended) => (live.status === 'live' ? context.endings.end(live, ended) : context.rooms.change(live, ended)),
  );
  // The clean-up of the room's end does this too: an answer of the media service is not waited for twice.
  if (before.status === 'live') await context.audio.deleteMeeting(before.meeting.id);
  return roomView(after, { ...counts, participantCount: 0 });
}

export const handler = http({ input, adapters, run: endRoom });
