import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { World } from '../machine/world.ts';
import { disputeOf, refundedOf, refundsOf, type StripeState } from './at-stripe.ts';
import type { Books, SeenTicket } from './seen.ts';
import { collectedOf, strayPayments } from './worth.ts';

export type TicketsAtRest = {
  readonly world: World;
  readonly stripe: StripeState;
  readonly books: Books;
  readonly brokenKeys: ReadonlySet<string>;
  /** The tables were put back: what only they knew is lost, e.g. that somebody's ticket was taken away. */
  readonly isPutBack?: boolean;
};
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

function endsOf(
  { stripe, books }: Pick<TicketsAtRest, 'stripe' | 'books'>,
  id: string,
  amount: number,
): readonly string[] {
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

/** I5: the ledger is what the payment service has of a room's buyers, less what it could not send back of what bought nothing. */
const ledgerIsRight: Check = ({ stripe, books }) => {
  const strays = strayPayments(books);
  return books.sales().flatMap(({ roomId }) => {
    const kept = stripe.intents
      .values()
      .filter(({ status, transfer_group: room, id }) => status === 'succeeded' && room === roomId && !strays.has(id))
      .filter(({ id }) => disputeOf(stripe, id)?.status !== 'lost')
      .reduce((sum, { id, amount }) => sum + amount - refundedOf(stripe, id), 0);
    const collected = collectedOf(books, roomId);
    return collected === kept ? [] : [`room ${roomId} has collected ${collected}, the payment service has ${kept}`];
  });
};

/** I5: nothing is held for a host who was paid; what is owed is what refunds of tickets are about that failed. */
const nothingStaysBehind: Check = ({ books }) => {
  const strays = strayPayments(books);
  return books.sales().flatMap(({ roomId }) => {
    const own = books.entries().filter((entry) => entry.roomId === roomId);
    const standing = (account: string) => own.reduce((sum, { lines }) => sum + (lines[account] ?? 0), 0);
    const [held, transit] = [standing('escrow'), standing('transit')];
    const owed = books
      .tickets()
      .filter((ticket) => ticket.roomId === roomId && ticket.state === 'refund_failed')
      .filter(({ order }) => !strays.has(order.paymentIntentId ?? ''))
      .reduce((sum, { order }) => sum + order.price.amount - (order.fee ?? 0), 0);
    const isPaidOut = books.payouts().some(({ payoutOf, stage }) => payoutOf === roomId && stage === 'sent');
    return [
      ...(isPaidOut && held !== 0 ? [`room ${roomId} was paid out, and ${held} is still held`] : []),
      ...(transit === owed ? [] : [`room ${roomId} owes ${owed} to buyers, and has set aside ${transit}`]),
    ];
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

/** What came back is for whoever waits, and for everybody when nobody does. */
const nobodyWaitsInVain: Check = ({ books }) => {
  const open = new Set(books.sales().flatMap(({ roomId, status }) => (status === 'open' ? [roomId] : [])));
  const parts = books.parts().filter(({ roomId }) => open.has(roomId));
  const waiting = books.waiting().filter(({ waitsFor }) => open.has(waitsFor));
  return [
    ...parts
      .filter(({ kept = 0 }) => kept > 0)
      .map(({ roomId, part }) => `a place of part ${part} of room ${roomId} is kept for nobody`),
    ...waiting
      .filter(({ waitsFor }) => parts.some(({ roomId, available }) => roomId === waitsFor && available > 0))
      .map(({ userId, waitsFor }) => `${userId} waits for room ${waitsFor}, which has places left`),
  ];
};

/** I9: nobody holds a ticket to a room that will not be. */
const canceledRoomsAreEmpty: Check = ({ books }) => {
  const canceled = new Set(books.sales().flatMap(({ roomId, status }) => (status === 'canceled' ? [roomId] : [])));
  return books
    .tickets()
    .filter(({ roomId, state }) => canceled.has(roomId) && state === 'paid')
    .map(({ userId, roomId }) => `${userId} has paid for ${roomId}, which is canceled`);
};

/** I10: a host is paid what is theirs; once, and no more than is held, with every write. */
const hostsArePaidOnce: Check = ({ stripe, books }) => {
  const byRoom = Map.groupBy(stripe.transfers.values(), ({ transfer_group: room }) => room ?? '');
  return [...byRoom].flatMap(([roomId, made]) => {
    const payout = books.payouts().find(({ payoutOf }) => payoutOf === roomId);
    const sent = made.reduce((sum, { amount }) => sum + amount, 0);
    return payout && sent === payout.hostShare ? [] : [`room ${roomId} was paid out ${sent}`];
  });
};

/** The sweep looks again at what it could not do after five minutes; late in a story it comes every twenty. */
const [againMilliseconds, sweepMilliseconds] = [5 * 60_000, 20 * 60_000];
/** A sale that is over has nothing to pay out any more; one with an open dispute is put off for a day, again and again. */
const hostsArePaid: Check = ({ books, world }) => {
  const isUndecided = books.tickets().some(({ state, order }) => state === 'disputed' || order.isDisputed);
  const by = world.timeline.now() + (isUndecided ? -sweepMilliseconds : againMilliseconds);
  return books.isDue(new Date(by).toISOString()) ? ['something is due that the sweep does not do'] : [];
};

/** A payout is put off as long as somebody may get their money back, and no longer. */
const nobodyIsPutOffForNothing: Check = ({ books }) => {
  const isUndecided = ({ state, order }: SeenTicket): boolean => state === 'disputed' || order.isDisputed === true;
  const undecided = new Set(books.tickets().flatMap((ticket) => (isUndecided(ticket) ? [ticket.roomId] : [])));
  return books
    .sales()
    .filter(({ payoutAt, roomId }) => payoutAt !== undefined && !undecided.has(roomId))
    .map(({ roomId }) => `the host of room ${roomId} was never paid`);
};

/** What the payment service answers with a failure for a day is given up by a queue, for an operator to see; the sweep goes on. */
const noDeadLetters: Check = ({ world, brokenKeys }) => {
  // `refund:pi_1:requested:2` is of the third try.
  const failing = [...brokenKeys].map((key) => key.split(':')[1] ?? key);
  return world.model.queues
    .filter(({ name }) => /-dead(\.fifo)?$/.test(name))
    .flatMap(({ name, arn }) => world.queues.messages(arn).map(({ body }) => ({ name, body })))
    .filter(({ body }) => !failing.some((subject) => body.includes(subject)))
    .map(({ name, body }) => `${name} holds ${body.slice(0, 500)}`);
};

/** Payments that open while their buyer lets them go, and news that are faster than our own writes, come again: that is their way. */
const comesAgain = /^(openPayments|hearPayments) failed though nothing went wrong: some of its items/;
const nothingBroke: Check = ({ world }) =>
  world.broken.filter((what) => !comesAgain.test(what)).map((what) => `the harness broke: ${what}`);

/** Who was put out for good opens no room with what they had. */
const nobodyBannedHasAWayIn: Check = ({ books, world, isPutBack }) => {
  if (isPutBack) return [];
  const rooms = world.model.tables.find(({ name }) => name.endsWith('-rooms'))?.name ?? '';
  const bans = toBans(
    world.tables
      .snapshot(rooms)
      .map((item) => unmarshall(toAttributes(item)))
      .filter(({ sk }) => String(sk).startsWith('BAN#')),
  );
  return bans.flatMap(({ roomId, personId, bannedAt }) =>
    books
      .tickets()
      .filter((ticket) => ticket.roomId === roomId && ticket.userId === personId && ticket.state === 'paid')
      .filter(({ order }) => order.heldAt <= bannedAt)
      .map(() => `${personId} was put out of ${roomId} and has a valid ticket`),
  );
};
type Ban = { readonly roomId: string; readonly personId: string; readonly bannedAt: string };
const toBans = (items: unknown) => items as readonly Ban[];
const toAttributes = (item: unknown) => item as Record<string, AttributeValue>;

const checks: readonly Check[] = [
  everyPaymentHasOneEnd,
  ledgerIsRight,
  nothingStaysBehind,
  nothingIsPastItsTime,
  canceledRoomsAreEmpty,
  nobodyWaitsInVain,
  hostsArePaidOnce,
  hostsArePaid,
  nobodyIsPutOffForNothing,
  noDeadLetters,
  nobodyBannedHasAWayIn,
  nothingBroke,
];
