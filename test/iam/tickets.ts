import { boughtTicket, heldTicket, ledgerOf, onSale, pay, seller, stateOf } from '../given/tickets.ts';
import { itemsOf } from '../races/watching.ts';
import type { Person, World } from '../world.ts';
import { type Chapter, eligible, goLive, join, newcomer, sure, told } from './telling.ts';

const price = { amount: 700, currency: 'usd' };
const longer = { tokenSeconds: 100_000 };
const dollars = 'amount=700&currency=usd';

/** Tickets are sold, bought, given away and given back, and everybody sees what is theirs. */
export const tickets: Chapter = async (world) => {
  const host = await seller(world, 'thost');
  const roomId = await onSale(world, host, 150);
  told(await host.put(`/v1/rooms/${roomId}/sale`, { price, quantity: 250 }));
  told(await host.get(`/v1/sale-preview?${dollars}`));
  told(await world.nobody.get(`/v1/rooms/${roomId}/sale`));
  told(await host.get('/v1/me/payout-account'));
  const [buyer, other] = [await world.person('tbuyer'), await world.person('tother')];
  await boughtTicket(world, buyer, roomId);
  told(await buyer.get('/v1/me/tickets'));
  told(await host.get(`/v1/rooms/${roomId}/sales`));
  told(await host.post(`/v1/rooms/${roomId}/comps`, { userId: other.userId }));
  told(await buyer.remove(`/v1/rooms/${roomId}/tickets/me`));
  await world.settle();
  sure((await stateOf(buyer, roomId)) === 'refunded', 'the money goes back');
  await givenUp(world, await world.person('tlate'), roomId);
  await heldTicket(world, await world.person('theld'), roomId);
  const banned = await world.person('tbanned');
  const checkoutUrl = await heldTicket(world, banned, roomId);
  told(await host.remove(`/v1/rooms/${roomId}/people/${banned.userId}`), 200, 409);
  // More than one page of refunds.
  for (let guest = 0; guest < 21; guest += 1)
    told(await host.post(`/v1/rooms/${roomId}/comps`, { userId: (await world.person(`tguest${guest}`)).userId }));
  told(await host.post(`/v1/rooms/${roomId}/cancel`));
  await pay(world, checkoutUrl).catch(() => undefined);
  await restricted(world, host);
};

/** Whose own part of the places is empty is given one of the others, as long as there are any. */
export const ticketsGone: Chapter = async (world) => {
  const host = await seller(world, 'ghost');
  const roomId = await onSale(world, host, 150);
  told(await host.put(`/v1/rooms/${roomId}/sale`, { price, quantity: 1 }));
  await heldTicket(world, await world.person('gfirst'), roomId);
  const late = await world.person('glate');
  told(await late.post(`/v1/rooms/${roomId}/tickets`), 409);
  // That everything is gone is remembered for a second.
  await world.advance(2);
  told(await host.post(`/v1/rooms/${roomId}/comps`, { userId: late.userId }), 409);
};

/** The payment service changes its mind about a host, and its news of it are lost. */
async function restricted(world: World, host: Person): Promise<void> {
  const account = itemsOf(world, 'commerce').find(({ pk }) => pk === `PAYOUT#${host.userId}`)?.['accountId'];
  for (const kind of ['requirements].updated', 'configuration.recipient].capability_status_updated'])
    told(
      await world.nobody.post('/local/faults', {
        service: 'stripe',
        operation: `v2.core.account[${kind}`,
        mode: 'drop',
      }),
    );
  told(await world.nobody.post('/local/stripe/account', { account, transfers: 'restricted' }));
  await world.advance(400);
  told(await host.get('/v1/me/payout-account'));
}

/** A place that is given back while its payment is open, and one that is paid with nobody hearing of it. */
async function givenUp(world: World, person: Person, roomId: string): Promise<void> {
  await heldTicket(world, person, roomId);
  told(await person.remove(`/v1/rooms/${roomId}/tickets/me`));
  await world.settle();
  const checkoutUrl = await heldTicket(world, person, roomId);
  for (const operation of ['checkout.session.completed', 'payment_intent.succeeded'])
    told(await world.nobody.post('/local/faults', { service: 'stripe', operation, mode: 'drop', times: 1 }));
  await pay(world, checkoutUrl);
  told(await person.get(`/v1/rooms/${roomId}/tickets/me?isPaid=true`));
  await world.settle();
  sure((await stateOf(person, roomId)) === 'paid', 'who comes back from paying has the ticket');
}

/** Who comes late, is put out, is blocked by the host, or has their money sent back by the bank. */
export const ticketsLost: Chapter = async (world) => {
  const host = await seller(world, 'lhost');
  const roomId = await onSale(world, host, 10);
  const people = await Promise.all(['lout', 'lbank', 'lblocked', 'lkeep'].map((handle) => world.person(handle)));
  for (const person of people) await boughtTicket(world, person, roomId);
  told(await host.post(`/v1/rooms/${roomId}/start`));
  for (const person of people) await join(person, roomId);
  const [out, bank, blocked] = people;
  if (!out || !bank || !blocked) return;
  told(await host.put(`/v1/me/blocks/${blocked.userId}`));
  told(await blocked.remove(`/v1/rooms/${roomId}/tickets/me`));
  told(await host.remove(`/v1/rooms/${roomId}/people/${out.userId}?refund=true`));
  const paymentIntent = ledgerOf(world, roomId).find(({ userId }) => userId === bank.userId)?.paymentIntentId;
  told(await world.nobody.post('/local/stripe/dispute', { paymentIntent }));
  await world.settle();
  sure((await stateOf(bank, roomId)) === 'disputed', 'a disputed ticket is known to be one');
  told(await world.nobody.post('/local/stripe/dispute', { paymentIntent, outcome: 'lost' }));
  await world.settle();
  told(await host.post(`/v1/rooms/${roomId}/end`));
  await world.advance(8 * 86_400);
  sure(
    ledgerOf(world, roomId).some(({ kind }) => kind === 'payout'),
    'the host is paid',
  );
};

/** Places nobody pays for, refunds that were ordered in vain, a room nobody comes to. */
export const ticketsDue: Chapter = async (world) => {
  const host = await seller(world, 'dhost');
  const roomId = await onSale(world, host, 10);
  const [late, back] = [await world.person('dlate', longer), await world.person('dback', longer)];
  await boughtTicket(world, back, roomId);
  await heldTicket(world, late, roomId);
  const lost = { service: 'stripe', operation: 'refunds.create', mode: 'fail-before', times: 3 };
  told(await world.nobody.post('/local/faults', lost));
  // Nobody hears of the payment that ends: the sweep looks.
  const unheard = { service: 'stripe', operation: 'checkout.session.expired', mode: 'drop', times: 1 };
  told(await world.nobody.post('/local/faults', unheard), 201);
  told(await back.remove(`/v1/rooms/${roomId}/tickets/me`));
  await world.advance(3_600);
  sure((await stateOf(back, roomId)) === 'refunded', 'a refund is tried again');
  sure((await stateOf(late, roomId)) === 'expired', 'a place nobody pays for comes back');
};

/** Whatever somebody does first with tickets makes their profile. */
export const ticketNewcomers: Chapter = async (world) => {
  const host = await seller(world, 'nhost');
  const roomId = await onSale(world, host, 10);
  const at = (path: string) => `/v1/rooms/${roomId}/${path}`;
  told(await (await newcomer(world, 'nset')).put(at('sale'), { price, quantity: 5 }), 403);
  told(await (await newcomer(world, 'nlist')).get(at('sales')), 403);
  told(await (await newcomer(world, 'ncomp')).post(at('comps'), { userId: host.userId }), 403);
  told(await (await newcomer(world, 'nbuy')).post(at('tickets')));
  told(await (await newcomer(world, 'npaid')).post('/v1/me/payout-account'));
  const unsold = await goLive(world, await eligible(world, 'nfree'));
  told(await world.nobody.get(`/v1/rooms/${unsold}/sale`), 404);
  told(await host.get(`/v1/rooms/${unsold}/tickets/me`), 404);
  await world.settle();
};
