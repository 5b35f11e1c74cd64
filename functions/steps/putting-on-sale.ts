import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import { roomWrite } from '../../adapters/dynamodb/rooms.ts';
import type { Stocked, sales } from '../../adapters/dynamodb/sales.ts';
import type { Room } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import { changeSale, openSale, partCountOf, type SaleWish, sharedOut, stockChanges } from '../../domain/sale.ts';
import { ticketRoom } from '../../domain/ticketing.ts';
import { actorOf, type User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { roomOf } from './room-change.ts';

type Context = ContextOf<{ rooms: typeof rooms; sales: typeof sales }>;

/** Buyers take places while the host changes how many there are: each attempt counts anew. */
const attempts = 12;

/** The room's sale as wished: opened, or changed, together with the room that becomes one for ticket holders. */
export async function putOnSale(context: Context, room: Room, caller: User, wish: SaleWish): Promise<Stocked> {
  const { policy } = context.config;
  let stored = room;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const now = context.now();
    const current = currentState(stored, now, policy);
    const next = ensure(ticketRoom(current, actorOf(caller), wish.price, now));
    const along = next.version === current.version ? [] : [roomWrite(stored, next)];
    const stocked = await context.sales.findStocked(stored.id);
    if (stocked) {
      const after = ensure(changeSale(stocked.sale, wish, now, policy));
      if (after.version === stocked.sale.version && along.length === 0) return stocked;
      const changes = ensure(stockChanges(stocked.parts, stocked.sale, after));
      const isAwaited = stocked.parts.some((part) => part.isAwaited);
      if (await context.sales.change(stocked.sale, after, changes, { along, isAwaited }))
        return changed(stocked, after, isAwaited ? changes.map((change) => Math.min(0, change)) : changes);
    } else {
      const sale = ensure(openSale(wish, { roomId: stored.id, hostId: next.hostId, now, policy }));
      const counts = sharedOut(sale.capacity, partCountOf(sale.capacity));
      if (await context.sales.open(sale, counts, along)) return changed({ sale, parts: [] }, sale, counts);
    }
    stored = await roomOf(context, stored.id);
  }
  return stop('busy');
}

const changed = ({ parts }: Stocked, sale: Stocked['sale'], changes: readonly number[]): Stocked => ({
  sale,
  parts: changes.map((change, part) => ({ part, available: (parts[part]?.available ?? 0) + change })),
});
