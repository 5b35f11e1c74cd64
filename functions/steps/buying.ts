import type { profiles } from '../../adapters/dynamodb/profiles.ts';
import type { reading } from '../../adapters/dynamodb/reading.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { switches } from '../../adapters/dynamodb/switches.ts';
import { mayAct } from '../../domain/person.ts';
import type { Decision } from '../../domain/refusal.ts';
import type { Room } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import { mayBuyTicket } from '../../domain/ticketing.ts';
import { actorOf, type User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { actingProfileOf } from './person.ts';
import { roomOf } from './room-change.ts';
import { signedInReaderOf } from './room-readers.ts';
import { ensureOn } from './switches.ts';

type Context = ContextOf<{
  profiles: typeof profiles;
  reading: typeof reading;
  rooms: typeof rooms;
  switches: typeof switches;
}>;

/** The room whose ticket the caller may buy now, or wait for; others are refused. */
export async function buyingIn(context: Context, caller: User, roomId: string): Promise<Room> {
  await ensureOn(context, 'sales');
  const room = await roomOf(context, roomId);
  const [reader] = await Promise.all([signedInReaderOf(context, caller, room), actingProfileOf(context, caller)]);
  const { isBlockedByHost, member } = reader;
  const current = currentState(room, context.now(), context.config.policy);
  const isBanned = member?.state === 'banned';
  ensure(mayBuyTicket(current, { actor: actorOf(caller), isBlockedByHost, isBanned }));
  return room;
}

/** The same of somebody who does not ask themselves: who is offered a ticket, or given one. */
export async function mayHaveTicket(
  context: ContextOf<{ reading: typeof reading }>,
  room: Room,
  userId: string,
): Promise<Decision> {
  const { isBlockedByHost, member, profile } = await context.reading.readerOf(room, userId);
  const isBanned = member?.state === 'banned';
  const welcome = mayBuyTicket(room, { actor: { userId, platformRoles: [] }, isBlockedByHost, isBanned });
  return welcome.isAllowed && profile ? mayAct(profile, context.now()) : welcome;
}
