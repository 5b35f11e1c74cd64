import type { queues } from '../../adapters/queues.ts';
import type { ContextOf } from '../runtime/context.ts';

type Context = ContextOf<{ queues: typeof queues }>;

/**
 * What is walked through, in this order: refunds first, because who has their money back may have bought again; what was missed
 * last, when the tickets that it is about are there.
 */
export const walkedLists = ['refunds', 'sessions', 'intents', 'disputes', 'transfers', 'missed_news'] as const;
export type WalkedList = (typeof walkedLists)[number];

/** The next part of a walk; the walk goes on to the lists behind this one. `since` is a time, `walk` tells walks apart. */
export type WalkOrder = {
  readonly walk: string;
  readonly list: WalkedList;
  readonly since: string;
  readonly after?: string | undefined;
};
/** Look whether a sale is as its room is. */
export type SaleOrder = { readonly roomId: string };

/** All parts stand in one line: the payment service takes 25 requests of a kind a second. */
export const walkMessage = (order: WalkOrder) => ({
  body: order,
  groupId: 'walks',
  deduplicationId: [order.walk, order.list, order.after ?? ''].join(' ').replaceAll(/[^\w.:-]/g, '_'),
});
export const saleMessage = (order: SaleOrder, walk: string) => ({
  body: order,
  groupId: 'walks',
  deduplicationId: `${walk}_${order.roomId}`.replaceAll(/[^\w.:-]/g, '_'),
});

export const orderWalk = (context: Context, order: WalkOrder): Promise<void> =>
  context.queues.send('stripe-walks', [walkMessage(order)]);

/** What comes behind a part of a walk: the rest of the list, the next list, or nothing. */
export function nextOrder(order: WalkOrder, after: string | undefined): WalkOrder | undefined {
  const list = after === undefined ? walkedLists[walkedLists.indexOf(order.list) + 1] : order.list;
  const { walk, since } = order;
  return list && { walk, since, list, ...(after !== undefined && { after }) };
}
