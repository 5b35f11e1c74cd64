import * as z from 'zod/mini';
import { audio } from '../../adapters/audio.ts';
import { acts } from '../../adapters/dynamodb/acts.ts';
import { endings } from '../../adapters/dynamodb/endings.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { reasonFrom } from '../../domain/moderation.ts';
import { roomView } from '../../domain/room-view.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { statement } from '../runtime/moderation-schemas.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { roomId } from '../runtime/schemas.ts';
import { roomView as roomShape } from '../runtime/views.ts';
import { moderatorOf } from '../steps/acts.ts';
import { endForPlatform } from '../steps/platform-ending.ts';
import { countedRoomOf } from '../steps/room-reading.ts';

export const input = z.object({ roomId, reason: z.optional(statement) });
export const output = roomShape;

const adapters = { acts, audio, endings, profiles, rooms };
type Wish = z.infer<typeof input>;

export async function endAsModerator(context: ContextOf<typeof adapters>, caller: User, { roomId, reason }: Wish) {
  const actor = await moderatorOf(context, caller, 'end_room_as_moderator');
  const { room, counts } = await countedRoomOf(context, roomId);
  const ended = await endForPlatform(context, room, actor, ensure(reasonFrom(reason)));
  return roomView(ended, { ...counts, participantCount: 0 });
}

export const handler = http({ input, adapters, run: endAsModerator });
