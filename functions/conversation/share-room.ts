import * as z from 'zod/mini';
import { reading } from '../../adapters/dynamodb/reading.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { shares } from '../../adapters/dynamodb/shares.ts';
import { decideAny, rolesOf } from '../../domain/permissions.ts';
import { mayAct } from '../../domain/person.ts';
import { currentState } from '../../domain/room-clock.ts';
import { isoOf } from '../../domain/time.ts';
import { actorOf, type User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { nothing, roomId } from '../runtime/schemas.ts';
import { roomOf } from '../steps/room-change.ts';
import { signedInReaderOf } from '../steps/room-readers.ts';

export const input = z.object({ roomId });
export const output = nothing;

const adapters = { reading, rooms, shares };

/** Into the home of one's followers, once; a room that is planned may be shared as well, one that is over not. */
export async function shareRoom(context: ContextOf<typeof adapters>, caller: User, { roomId }: z.infer<typeof input>) {
  const room = await roomOf(context, roomId);
  const { profile } = await signedInReaderOf(context, caller, room);
  if (profile) ensure(mayAct(profile, context.now()));
  const current = currentState(room, context.now(), context.config.policy);
  if (current.status !== 'live' && current.status !== 'scheduled') return stop('room_already_ended');
  ensure(decideAny(rolesOf(current, actorOf(caller)), 'share_room'));
  await context.shares.add({ roomId, userId: caller.userId, sharedAt: isoOf(context.now()) });
  return {};
}

export const handler = http({ input, adapters, run: shareRoom });
