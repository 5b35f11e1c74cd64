import type { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import type { sales } from '../../adapters/dynamodb/sales.ts';
import type { soldOuts } from '../../adapters/dynamodb/sold-outs.ts';
import type { tickets } from '../../adapters/dynamodb/tickets.ts';
import type { Room } from '../../domain/room.ts';
import { partsInTurn, type Sale } from '../../domain/sale.ts';
import { type Checkout, holdTicket, placeLeftTo, type Ticket } from '../../domain/ticket.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { sellingOf } from './buying.ts';

type Context = ContextOf<{
  payoutAccounts: typeof payoutAccounts;
  sales: typeof sales;
  soldOuts: typeof soldOuts;
  tickets: typeof tickets;
}>;

/** A price that changes under a buyer, or a ticket of theirs that moves on, is read again. */
const attempts = 5;

type Wish = {
  readonly userId: string;
  readonly checkout: Checkout;
  readonly returnUrl: string;
  /** Given by the host, and nothing to pay. */
  readonly isComp?: boolean;
};

/** What asking again answers: a place that waits for its payment, or one that was given before. */
const isStanding = ({ state }: Ticket, isComp: boolean): boolean =>
  isComp ? state === 'comp' : state === 'held' || state === 'processing';

/** Keeps a place for the buyer: their part of the stock first, then the others in turn. Asking again answers the same hold. */
export async function holdPlace(
  context: Context,
  { id: roomId, title, startsAt }: Room,
  { userId, isComp = false, ...asked }: Wish,
): Promise<Ticket> {
  let before = await context.tickets.find(roomId, userId);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (before && isStanding(before, isComp)) return before;
    const sale = (await context.sales.find(roomId)) ?? stop('sale_closed');
    const order = {
      id: context.newId('tkt'),
      orderId: context.newId('ord'),
      userId,
      title,
      ...(startsAt !== undefined && { startsAt }),
      ...asked,
    };
    const wish = { ...order, now: context.now(), policy: context.config.policy };
    const held = ensure(holdTicket(before, sale, wish));
    const after: Ticket = isComp ? { ...held, state: 'comp' } : held;
    if (!isComp) ensure(await sellingOf(context, sale));
    const taken = await takePlace(context, sale, before, after);
    if (taken !== 'again') return taken;
    before = await context.tickets.find(roomId, userId);
  }
  return stop('busy');
}

/** Whose ticket was taken away has its place still. */
async function takePlace(
  context: Context,
  sale: Sale,
  before: Ticket | undefined,
  after: Ticket,
): Promise<Ticket | 'again'> {
  const left = placeLeftTo(before);
  if (left === undefined)
    return context.soldOuts.has(sale.roomId) ? stop('sold_out') : takePart(context, sale, before, after);
  const taken = await askPart(context, before, after, left);
  return taken === 'out_of_places' ? 'again' : taken;
}

/** The buyer's own part is asked at once; of the others those that have places, as asking one in vain costs 4 write units. */
async function takePart(
  context: Context,
  sale: Sale,
  before: Ticket | undefined,
  after: Ticket,
): Promise<Ticket | 'again'> {
  const [own = 0, ...others] = partsInTurn(context.digest(after.userId), sale.partCount);
  const first = await askPart(context, before, after, own);
  if (first !== 'out_of_places') return first;
  const left = await context.soldOuts.partsLeft(sale.roomId, others);
  for (const part of left) {
    const taken = await askPart(context, before, after, part);
    if (taken !== 'out_of_places') return taken;
  }
  context.soldOuts.note(sale.roomId);
  return stop('sold_out');
}

async function askPart(
  context: Context,
  before: Ticket | undefined,
  after: Ticket,
  part: number,
): Promise<Ticket | 'again' | 'out_of_places'> {
  const held = await context.tickets.hold(before, after, part);
  if (held === 'held') return { ...after, part };
  if (held === 'closed') return stop('sale_closed');
  return held === 'out_of_places' ? held : 'again';
}
