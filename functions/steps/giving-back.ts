import type { tickets } from '../../adapters/dynamodb/tickets.ts';
import { nextTicket, type Ticket } from '../../domain/ticket.ts';
import type { ContextOf } from '../runtime/context.ts';

type Context = ContextOf<{ tickets: typeof tickets }>;

/** A place whose payment was never asked for goes back at once: the payment service knows of none. Losing the race is fine. */
export const giveBackUnasked = (context: Context, ticket: Ticket): Promise<void> =>
  giveBack(context, ticket, ticket.order.payment !== undefined);

/** A place whose payment was asked for and never came to be, and can no longer: whoever says so has just asked again. */
export const giveBackNeverOpened = (context: Context, ticket: Ticket): Promise<void> =>
  giveBack(context, ticket, ticket.order.payment?.id !== undefined);

async function giveBack(context: Context, ticket: Ticket, mayBePaid: boolean): Promise<void> {
  if (ticket.state !== 'held' || mayBePaid) throw new Error(`Order ${ticket.order.id} may be paid`);
  const after = nextTicket(ticket, { state: 'expired' }, context.now(), 'given_back');
  await context.tickets.settle(ticket, { after, place: 1 });
}
