import * as z from 'zod/mini';
import { members } from '../../adapters/dynamodb/members.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { Guest, User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { namedHttp } from '../runtime/guest-http.ts';
import { stop } from '../runtime/refusal-error.ts';
import { nothing, roomId } from '../runtime/schemas.ts';
import { leave } from '../steps/leaving.ts';
import { actingProfileOf } from '../steps/person.ts';
import { roomOf } from '../steps/room-change.ts';

export const input = z.object({ roomId });
export const output = nothing;

const adapters = { members, profiles, rooms };

export async function leaveRoom(
  context: ContextOf<typeof adapters>,
  visitor: User | Guest,
  wish: z.infer<typeof input>,
) {
  const [room, member] = await Promise.all([
    roomOf(context, wish.roomId),
    context.members.find(wish.roomId, visitor.kind === 'guest' ? visitor.guestId : visitor.userId),
    visitor.kind === 'guest' ? undefined : actingProfileOf(context, visitor),
  ]);
  if (!member) return stop('not_in_room');
  await leave(context, room, member);
  return {};
}

export const handler = namedHttp({ input, adapters, run: leaveRoom });
