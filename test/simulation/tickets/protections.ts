import { type Json, type JsonObject, WireFault } from '../../../local/model.ts';
import { changeWrites, isWrite, loosened } from '../machine/protections.ts';
import { objectOf } from '../machine/sites.ts';
import type { Meddling, PassingCall } from '../machine/wire.ts';
import type { TicketRunOptions } from './run.ts';

/** What tickets lean on. Taking one away at the wire must make a story fail, or it does not see what it protects. */
export const ticketProtections = [
  'stock condition',
  'state check',
  'asked for',
  'asking before release',
  'asking before release, late path',
  'refund item',
  'refund key',
  'one end',
  'sweep and reconciler',
  'booked once',
  'payment key',
  'conflict retry',
  'conflict is no verdict',
  'payout once',
] as const;
export type TicketProtection = (typeof ticketProtections)[number];

const loosenedKind =
  (kind: string): Meddling =>
  (call) => {
    if (!isWrite(call) || !call.place.startsWith('commerce')) return undefined;
    return { input: changeWrites(call, (sort, part) => (sort === kind ? loosened(part) : part)) };
  };

/** Of a payment that can still be made the payment service seems to say that it cannot, and nobody ends it. */
const releaseUnasked: Meddling = ({ operation }) => {
  if (operation === 'checkout.sessions.expire')
    return { answer: { status: 200, body: { object: 'checkout.session' } } };
  if (operation !== 'checkout.sessions.retrieve') return undefined;
  return { retold: (session) => (session['status'] === 'open' ? { ...session, status: 'expired' } : session) };
};

const nothingThere: Meddling = ({ execution, operation }) => {
  if (execution === 'sweepTickets' && operation === 'Query')
    return { answer: { status: 200, body: { Items: [], Count: 0, ScannedCount: 0 } } };
  if (execution !== 'reconcilePayments' || !operation.endsWith('.list')) return undefined;
  return { answer: { status: 200, body: { object: 'list', data: [], has_more: false, url: '' } } };
};

/** The wire without one of its protections. */
export const withoutOne: Readonly<Record<TicketProtection, TicketRunOptions>> = {
  /** A place is taken whether there is one or not. */
  'stock condition': { meddle: loosenedKind('PART') },
  /** A ticket is written whatever became of it since it was read. */
  'state check': { meddle: loosenedKind('TICKET') },
  /** Nobody notes that a payment was asked for: places go back without asking the payment service. */
  'asked for': {
    meddle(call) {
      if (call.execution !== 'openPayments' || call.operation !== 'PutItem') return undefined;
      return { input: { ...call.input, Item: withoutPayment(objectOf(call.input['Item'])) } };
    },
  },
  'asking before release': { meddle: releaseUnasked },
  /** And whoever pays late gets neither a place nor their money. */
  'asking before release, late path': {
    meddle: (call) => (isLatePath(call) ? { answer: { status: 200, body: {} } } : releaseUnasked(call)),
  },
  /** A ticket's money is to go back, and nobody writes down that it is. */
  'refund item': {
    meddle({ operation, input }) {
      const actions = input['TransactItems'];
      if (operation !== 'TransactWriteItems' || !Array.isArray(actions) || actions.length < 2) return undefined;
      return { input: { ...input, TransactItems: actions.filter((action) => !isOfRefund(action)) } };
    },
  },
  /** A refund that is written down is written down again. */
  'refund key': { meddle: loosenedKind('REFUND') },
  /** What buys a ticket may be on its way back, and the reverse. */
  'one end': {
    turn: 'restored',
    meddle({ execution, operation, input }) {
      const actions = input['TransactItems'];
      if (!settlers.includes(execution) || operation !== 'TransactWriteItems' || !Array.isArray(actions))
        return undefined;
      return {
        input: { ...input, TransactItems: actions.filter((action) => !('ConditionCheck' in objectOf(action))) },
      };
    },
  },
  /** Nothing is ever due, and nothing was ever missed. */
  'sweep and reconciler': { meddle: nothingThere },
  /** What is booked again is booked beside what was booked before, and what was bought may be said to have bought nothing. */
  'booked once': { meddle: bookedBeside },
  /** Asking again for a payment makes another one. */
  'payment key': {
    meddle: (call) => (call.operation === 'checkout.sessions.create' ? { input: withoutKey(call) } : undefined),
  },
  /** A conflict is not tried again. */
  'conflict retry': { conflicting: (told) => refusedAs(told, 'ItemCollectionSizeLimitExceeded') },
  /** A conflict is taken for a condition that does not hold. */
  'conflict is no verdict': { conflicting: (told) => refusedAs(told, 'ConditionalCheckFailed') },
  /**
   * Nobody looks for a transfer before it is made, and asking again makes another one. The look alone is missed by no story of
   * 400: an answer must be lost for longer than a key is known. test/flows/payouts has that.
   */
  'payout once': {
    meddle(call) {
      if (call.operation === 'transfers.list')
        return { answer: { status: 200, body: { object: 'list', data: [], has_more: false, url: '/v1/transfers' } } };
      return call.operation === 'transfers.create' ? { input: withoutKey(call) } : undefined;
    },
  },
};

/** Of a refund that begins: what becomes of it changes the item that is there. */
function isOfRefund(action: Json | undefined): boolean {
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

const settlers = ['hearPayments', 'sweepTickets', 'reconcilePayments'];

/** A refund of what bought no ticket, or a place that is taken by whoever settles a payment. */
function isLatePath({ execution, operation, input }: PassingCall): boolean {
  const actions = input['TransactItems'];
  if (!settlers.includes(execution)) return false;
  if (operation !== 'TransactWriteItems' || !Array.isArray(actions)) return false;
  return (
    isOfRefund(actions[0]) ||
    actions.some((action) => {
      const values = objectOf(objectOf(objectOf(action)['Update'])['ExpressionAttributeValues']);
      return objectOf(values[':u_available'])['N'] === '-1';
    })
  );
}

const unchecked = (actions: readonly Json[]): Json[] =>
  actions.filter((action) => !('ConditionCheck' in objectOf(action)));

/** Each transaction books under names of its own; asked again it is the same one. Nothing else keeps it from being booked twice. */
function bookedBeside({ operation, input }: PassingCall): ReturnType<Meddling> {
  const actions = input['TransactItems'];
  if (operation !== 'TransactWriteItems' || !Array.isArray(actions)) return undefined;
  const own = String(input['ClientRequestToken']);
  const beside = (action: Json): Json => {
    const { Put } = objectOf(action);
    const put = objectOf(Put);
    const item = objectOf(put['Item']);
    const [partition, sort] = [objectOf(item['pk'])['S'], objectOf(item['sk'])['S']];
    if (!String(partition).startsWith('LEDGER#')) return action;
    return { Put: { ...put, Item: { ...item, sk: { S: `${String(sort)} ${own}` } } } };
  };
  return { input: { ...input, TransactItems: unchecked(actions).map(beside) } };
}

function refusedAs({ status, code, message, extra }: WireFault, reason: string): WireFault {
  const reasons = extra['CancellationReasons'];
  if (!Array.isArray(reasons)) return new WireFault(status, `${reason}Exception`, message, extra);
  const told = reasons.map((one) => (objectOf(one)['Code'] === 'None' ? one : { Code: reason, Message: message }));
  return new WireFault(status, code, message, { CancellationReasons: told });
}
