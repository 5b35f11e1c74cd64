import type { profiles } from '../../adapters/dynamodb/profiles.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { Room } from '../../domain/room.ts';
import type { Acting } from '../../domain/stage-commands.ts';
import { actorOf, type User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { actingProfileOf } from './person.ts';
import { roomOf } from './room-change.ts';

type Context = ContextOf<{ profiles: typeof profiles; rooms: typeof rooms }>;

/** The room, and the caller as somebody who does something in it; suspended accounts do nothing. */
export async function actingIn(
  context: Context,
  caller: User,
  roomId: string,
): Promise<{ readonly room: Room; readonly acting: Acting }> {
  const [room] = await Promise.all([roomOf(context, roomId), actingProfileOf(context, caller)]);
  return { room, acting: { actor: actorOf(caller), now: context.now(), policy: context.config.policy } };
}
