import * as z from 'zod/mini';
import { members } from '../../adapters/dynamodb/members.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { stop } from '../runtime/refusal-error.ts';
import { nothing, roomId } from '../runtime/schemas.ts';
import { leave } from '../steps/leaving.ts';
import { actingProfileOf } from '../steps/person.ts';
import { roomOf } from '../steps/room-change.ts';

export const input = z.object({ roomId });
export const output = nothing;

const adapters = { members, profiles, rooms };

export async function leaveRoom(context: ContextOf<typeof adapters>, caller: User, { roomId }: z.infer<typeof input>) {
  const [room, member] = await Promise.all([
    roomOf(context, roomId),
    context.members.find(roomId, caller.userId),
    actingProfileOf(context, caller),
  ]);
  if (!member) return stop('not_in_room');
  await leave(context, room, member);
  return {};
}

export const handler = http({ input, adapters, run: leaveRoom });
