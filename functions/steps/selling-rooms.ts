import type { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import { saleOpening } from '../../adapters/dynamodb/sales.ts';
import type { spending } from '../../adapters/dynamodb/spending.ts';
import type { Write } from '../../adapters/dynamodb/write.ts';
import type { Profile } from '../../domain/person.ts';
import type { RoomDraft, ScheduledRoom } from '../../domain/room.ts';
import { openSale, partCountOf, type SaleWish, sharedOut } from '../../domain/sale.ts';
import { forTicketHolders } from '../../domain/ticketing.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure, RefusalError } from '../runtime/refusal-error.ts';
import { ensureSaleable, guardSpending } from './putting-on-sale.ts';

type Context = ContextOf<{ payoutAccounts: typeof payoutAccounts; spending: typeof spending }>;
type NewRoom = ScheduledRoom | RoomDraft;
type Sold = { readonly room: NewRoom; readonly sale: readonly Write[] };

/** A new room as one for ticket holders, and what is written with it so that its tickets are on sale from its first moment. */
export async function sellFromTheStart(
  context: Context,
  profile: Profile,
  room: NewRoom,
  wish: SaleWish | undefined,
): Promise<Sold> {
  if (!wish) return { room, sale: [] };
  return inField('sale', async () => {
    ensureSaleable(context, profile, await context.payoutAccounts.find(profile.userId), wish);
    const { id: roomId, hostId } = room;
    const opening = { roomId, hostId, now: context.now(), policy: context.config.policy };
    const { sale, spent } = await guardSpending(context, undefined, ensure(openSale(wish, opening)));
    const counts = sharedOut(sale.capacity, partCountOf(sale.capacity));
    return { room: forTicketHolders(room, sale.price), sale: [...saleOpening(sale, counts), ...spent] };
  });
}

/** What is refused in there is refused under the name of the field that it is about. */
async function inField<Made>(field: string, make: () => Promise<Made>): Promise<Made> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof RefusalError) || error.refusal.param === undefined) throw error;
    throw new RefusalError({ ...error.refusal, param: `${field}.${error.refusal.param}` });
  }
}
