import type { Json, JsonObject } from '../../../local/model.ts';
import { changeWrites, isWrite, loosened } from '../machine/protections.ts';
import { objectOf } from '../machine/sites.ts';
import type { Meddling, PassingCall } from '../machine/wire.ts';

/** What tickets lean on. Taking one away at the wire must make a story fail, or it does not see what it protects. */
export const ticketProtections = [
  'stock condition',
  'ticket version',
  'asking first',
  'refund item',
  'refund once',
  'sweep',
  'payment key',
  'payout once',
] as const;
export type TicketProtection = (typeof ticketProtections)[number];

const loosenedKind =
  (kind: string): Meddling =>
  (call) => {
    if (!isWrite(call) || !call.place.startsWith('commerce')) return undefined;
    return { input: changeWrites(call, (sort, part) => (sort === kind ? loosened(part) : part)) };
  };

/** The wire without one of its protections. */
export const withoutOne: Readonly<Record<TicketProtection, Meddling>> = {
  /** A place is taken whether there is one or not. */
  'stock condition': loosenedKind('PART'),
  /** A ticket is written whatever became of it since it was read. */
  'ticket version': loosenedKind('TICKET'),
  /** Nobody notes that a payment was asked for: places go back without asking the payment service. */
  'asking first': (call) => {
    if (call.execution !== 'openPayments' || call.operation !== 'PutItem') return undefined;
    return { input: { ...call.input, Item: withoutPayment(objectOf(call.input['Item'])) } };
  },
  /** A ticket's money is to go back, and nobody writes down that it is. */
  'refund item': ({ operation, input }) => {
    const actions = input['TransactItems'];
    if (operation !== 'TransactWriteItems' || !Array.isArray(actions) || actions.length < 2) return undefined;
    return { input: { ...input, TransactItems: actions.filter((action) => !isOfRefund(action)) } };
  },
  /** A refund that is written down is written down again. */
  'refund once': loosenedKind('REFUND'),
  /** Nothing is ever due. */
  sweep: (call) => {
    if (call.execution !== 'sweepTickets' || call.operation !== 'Query') return undefined;
    return { answer: { status: 200, body: { Items: [], Count: 0, ScannedCount: 0 } } };
  },
  /** Asking again for a payment makes another one. */
  'payment key': (call) => (call.operation === 'checkout.sessions.create' ? { input: withoutKey(call) } : undefined),
  /** Nobody looks for a transfer before it is made, and asking again makes another one. */
  'payout once': (call) => {
    if (call.operation === 'transfers.list')
      return { answer: { status: 200, body: { object: 'list', data: [], has_more: false, url: '/v1/transfers' } } };
    return call.operation === 'transfers.create' ? { input: withoutKey(call) } : undefined;
  },
};

/** Of a refund that begins: what becomes of it changes the item that is there. */
function isOfRefund(action: Json): boolean {
  const put = objectOf(objectOf(action)['Put']);
  return objectOf(objectOf(put['Item'])['sk'])['S'] === 'REFUND';
}

function withoutPayment(item: JsonObject): JsonObject {
  const { payment: _, ...order } = objectOf(objectOf(item['order'])['M']);
  return { ...item, order: { M: order } };
}

function withoutKey({ input }: PassingCall): JsonObject {
  const { 'idempotency-key': _, ...kept } = objectOf(input['headers']);
  return { ...input, headers: kept };
}
