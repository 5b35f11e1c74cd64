import type { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import type { profiles } from '../../adapters/dynamodb/profiles.ts';
import type { reading } from '../../adapters/dynamodb/reading.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { switches } from '../../adapters/dynamodb/switches.ts';
import { maySellOn } from '../../domain/payout-account.ts';
import { mayAct } from '../../domain/person.ts';
import { allow, type Decision } from '../../domain/refusal.ts';
import type { Room } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import type { Sale } from '../../domain/sale.ts';
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
  const { isBlockedByHost, member, profile } = await signedInReaderOf(context, caller, room);
  await actingProfileOf(context, caller, profile);
  const current = currentState(room, context.now(), context.config.policy);
  const isBanned = member?.state === 'banned';
  ensure(mayBuyTicket(current, { actor: actorOf(caller), isBlockedByHost, isBanned }));
  return room;
}

/** Whether places are sold: not while the payment service would not let their money reach whoever put them on sale. 1 read unit. */
export async function sellingOf(
  context: ContextOf<{ payoutAccounts: typeof payoutAccounts }>,
  { hostId }: Sale,
): Promise<Decision> {
  const { arePayoutsNeededToSell } = context.config.policy;
  return arePayoutsNeededToSell ? maySellOn(await context.payoutAccounts.find(hostId)) : allow();
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
