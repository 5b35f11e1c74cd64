import type { World } from '../machine/world.ts';
import { disputeOf, refundsOf, type StripeState } from './at-stripe.ts';
import type { Books, SeenTicket } from './seen.ts';

export type TicketsAtRest = { readonly world: World; readonly stripe: StripeState; readonly books: Books };
type Check = (rest: TicketsAtRest) => readonly string[];

/** Once everything has drained, days have passed and the sweep has run: what must then be so. */
export const checkTicketsAtRest = (rest: TicketsAtRest): readonly string[] => checks.flatMap((check) => check(rest));

/** I3: whoever paid has their ticket, their money, or a reason why not; and one of them only. */
const everyPaymentHasOneEnd: Check = ({ stripe, books }) =>
  stripe.intents
    .values()
    .filter(({ status }) => status === 'succeeded')
    .flatMap(({ id, amount }) => {
      const ends = endsOf({ stripe, books }, id, amount);
      return ends.length === 1 ? [] : [`the payment ${id} has ${ends.length === 0 ? 'no end' : ends.join(' and ')}`];
    });

function endsOf({ stripe, books }: Omit<TicketsAtRest, 'world'>, id: string, amount: number): readonly string[] {
  const ticket = books.tickets().find(({ order }) => order.paymentIntentId === id);
  const refunded = refundsOf(stripe, id)
    .filter(({ status }) => status === 'succeeded')
    .reduce((sum, refund) => sum + refund.amount, 0);
  const dispute = disputeOf(stripe, id)?.status;
  const refund = books.refunds().find(({ paymentIntentId }) => paymentIntentId === id);
  const isDisputed = dispute !== undefined && dispute !== 'won';
  return [
    ...(ticket?.state === 'paid' ? ['a valid ticket'] : []),
    ...(refunded === amount ? ['a full refund'] : []),
    ...(isDisputed ? ['a dispute'] : []),
    ...(ticket?.state === 'revoked' && !isDisputed && refunded === 0 ? ['a revoked ticket'] : []),
    ...(refund?.state === 'failed' && refunded === 0 && !isDisputed ? ['a failed refund'] : []),
  ];
}

/** What tickets are worth that were paid, and not paid back. */
const worth = ['paid', 'disputed', 'revoked', 'refund_failed', 'refund_pending'];

/** I5: what is booked of buyers is what their tickets are worth; a payment that bought nothing is booked when it is back. */
const ledgerIsRight: Check = ({ books }) => {
  const strays = new Set(books.refunds().flatMap(({ isStray, paymentIntentId }) => (isStray ? [paymentIntentId] : [])));
  return books.sales().flatMap(({ roomId }) => {
    const own = books.entries().filter((entry) => entry.roomId === roomId);
    const collected = -own.reduce((sum, { lines }) => sum + (lines['buyers'] ?? 0), 0);
    const tickets = books.tickets().filter((ticket) => ticket.roomId === roomId && worth.includes(ticket.state));
    const due = tickets
      .filter(({ order }) => order.paymentIntentId !== undefined && !strays.has(order.paymentIntentId))
      .reduce((sum, { order }) => sum + order.price.amount, 0);
    return collected === due ? [] : [`room ${roomId} has collected ${collected}, its tickets are worth ${due}`];
  });
};

/** I8: nothing waits for what will not come. */
const nothingIsPastItsTime: Check = ({ books }) => [
  ...books
    .tickets()
    .filter(({ state }) => ['held', 'processing', 'refund_pending'].includes(state))
    .map(({ userId, roomId, state }) => `the ticket of ${userId} for ${roomId} still is ${state}`),
  ...books
    .refunds()
    .filter(({ state }) => state === 'pending')
    .map(({ paymentIntentId }) => `the refund of ${paymentIntentId} still is pending`),
];

/** I9: nobody holds a ticket to a room that will not be; what a bank had in dispute is the operator's to send back. */
const canceledRoomsAreEmpty: Check = ({ stripe, books }) => {
  const isDisputed = ({ order }: SeenTicket) => disputeOf(stripe, order.paymentIntentId ?? '') !== undefined;
  const canceled = new Set(books.sales().flatMap(({ roomId, status }) => (status === 'canceled' ? [roomId] : [])));
  const left = books
    .tickets()
    .filter(({ roomId, state }: SeenTicket) => canceled.has(roomId) && state === 'paid')
    .filter((ticket) => !isDisputed(ticket));
  return left.map(({ userId, roomId }) => `${userId} has paid for ${roomId}, which is canceled`);
};

/** I10: a host is paid once for a room, what is theirs. */
const hostsArePaidOnce: Check = ({ stripe, books }) => {
  const byRoom = Map.groupBy(stripe.transfers.values(), ({ transfer_group: room }) => room ?? '');
  return [...byRoom].flatMap(([roomId, made]) => {
    const payout = books.payouts().find(({ payoutOf }) => payoutOf === roomId);
    const sent = made.reduce((sum, { amount }) => sum + amount, 0);
    if (made.length > 1) return [`room ${roomId} was paid out ${made.length} times`];
    return payout && sent === payout.hostShare && sent <= payout.net ? [] : [`room ${roomId} was paid out ${sent}`];
  });
};

/** A sale that is over has nothing to pay out any more. */
const hostsArePaid: Check = ({ books, world }) =>
  books.isDue(new Date(world.timeline.now()).toISOString()) ? ['something is due that the sweep does not do'] : [];

const noDeadLetters: Check = ({ world }) =>
  world.model.queues
    .filter(({ name }) => /-dead(\.fifo)?$/.test(name))
    .flatMap(({ name, arn }) => world.queues.messages(arn).map(({ body }) => `${name} holds ${body.slice(0, 500)}`));

/** Payments that open while their buyer lets them go, and news that are faster than our own writes, come again: that is their way. */
const comesAgain = /^(openPayments|hearPayments) failed though nothing went wrong: some of its items/;
const nothingBroke: Check = ({ world }) =>
  world.broken.filter((what) => !comesAgain.test(what)).map((what) => `the harness broke: ${what}`);

const checks: readonly Check[] = [
  everyPaymentHasOneEnd,
  ledgerIsRight,
  nothingIsPastItsTime,
  canceledRoomsAreEmpty,
  hostsArePaidOnce,
  hostsArePaid,
  noDeadLetters,
  nothingBroke,
];
