import { stripeSecrets } from '../../local/stripe/keys.ts';
import { completedSession, deliverTo } from '../../test/given/stripe-deliveries.ts';
import { onSale, seller } from '../../test/given/tickets.ts';
import type { Answer, Person, World } from '../../test/world.ts';

/** Tickets that the requests speak of: a sale with places, one that is sold out. */
export type TicketStage = {
  readonly world: World;
  readonly listener: Person;
  readonly starter: Person;
  readonly moderator: Person;
  readonly seller: Person;
  readonly forSale: string;
  readonly soldOut: string;
};
type Request = (stage: TicketStage) => Promise<Answer>;

/** A sale with places, and another seller's whose only ticket is held. */
export async function openSales(world: World): Promise<Pick<TicketStage, 'seller' | 'forSale' | 'soldOut'>> {
  const host = await seller(world, 'seller');
  const [forSale, soldOut] = [await onSale(world, host, 500), await onSale(world, await seller(world, 'another'), 1)];
  await (await world.person('early')).post(`/v1/rooms/${soldOut}/tickets`);
  return { seller: host, forSale, soldOut };
}

const price = { amount: 700, currency: 'usd' };

/** One ordinary request of each operation, in an order in which all of them succeed. */
export const ticketRequests: Readonly<Record<string, Request>> = {
  setSale: ({ seller, forSale }) => seller.put(`/v1/rooms/${forSale}/sale`, { price, quantity: 600 }),
  getSale: ({ world, forSale }) => world.nobody.get(`/v1/rooms/${forSale}/sale`),
  previewSale: ({ seller }) => seller.get('/v1/sale-preview?amount=700&currency=usd'),
  buyTicket: ({ listener, forSale }) => listener.post(`/v1/rooms/${forSale}/tickets`),
  getMyTicket: ({ listener, forSale }) => listener.get(`/v1/rooms/${forSale}/tickets/me`),
  listMyTickets: ({ listener }) => listener.get('/v1/me/tickets'),
  cancelTicket: ({ listener, forSale }) => listener.remove(`/v1/rooms/${forSale}/tickets/me`),
  giveComp: ({ seller, starter, forSale }) => seller.post(`/v1/rooms/${forSale}/comps`, { userId: starter.userId }),
  joinWaitlist: ({ listener, soldOut }) => listener.post(`/v1/rooms/${soldOut}/waitlist/me`),
  getWaitlist: ({ listener, soldOut }) => listener.get(`/v1/rooms/${soldOut}/waitlist/me`),
  leaveWaitlist: ({ listener, soldOut }) => listener.remove(`/v1/rooms/${soldOut}/waitlist/me`),
  listSales: ({ seller, forSale }) => seller.get(`/v1/rooms/${forSale}/sales`),
  openPayoutAccount: ({ moderator }) => moderator.post('/v1/me/payout-account', {}),
  getPayoutAccount: ({ seller }) => seller.get('/v1/me/payout-account'),
  receiveStripeEvent: ({ world }) => deliver(world),
};

/** News of something that changes no ticket. */
function deliver(world: World): Promise<Answer> {
  const [secret = ''] = stripeSecrets().signingSecrets;
  return deliverTo(world, { body: JSON.stringify(completedSession({ type: 'payout.paid' })), secret });
}
