import type { Books } from './seen.ts';

/** What tickets are worth that were paid, and not paid back. */
const worth = ['paid', 'disputed', 'revoked', 'refund_failed', 'refund_pending'];

/** Payments that bought no ticket. */
export const strayPayments = (books: Books): ReadonlySet<string> =>
  new Set(books.refunds().flatMap(({ isStray, paymentIntentId }) => (isStray ? [paymentIntentId] : [])));

/** What is booked of a room's buyers, minor units. */
export const collectedOf = (books: Books, roomId: string): number =>
  -books
    .entries()
    .filter((entry) => entry.roomId === roomId)
    .reduce((sum, { lines }) => sum + (lines['buyers'] ?? 0), 0);

/** The prices of a room's tickets that were paid, and not paid back. */
export const worthOf = (books: Books, strays: ReadonlySet<string>, roomId: string): number =>
  books
    .tickets()
    .filter((ticket) => ticket.roomId === roomId && worth.includes(ticket.state))
    .filter(({ order }) => order.paymentIntentId !== undefined && !strays.has(order.paymentIntentId))
    .reduce((sum, { order }) => sum + order.price.amount, 0);
