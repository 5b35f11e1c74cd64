import type Stripe from 'stripe';
import type { Keeping } from '../model.ts';
import type { CaptureMethod } from './objects/intent.ts';

/** Values by id, in the order in which they came; a changed value is a new one. */
export type Collection<Value> = {
  get(id: string): Value | undefined;
  put(id: string, value: Value): Value;
  remove(id: string): void;
  keys(): Iterable<string>;
  values(): readonly Value[];
};

export type Item = { readonly name: string; readonly amount: number; readonly quantity: number };

/** A session with what its page shows and what its payment will carry; the payment is made when somebody pays. */
export type SessionRecord = {
  readonly shown: Stripe.Checkout.Session;
  readonly items: readonly Item[];
  readonly intent: {
    readonly metadata: Stripe.Metadata;
    readonly transferGroup: string | null;
    readonly description: string | null;
    readonly captureMethod: CaptureMethod;
  };
};

/** Where events go: thin ones tell only what changed, snapshots show the object. */
export type Destination = {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  /** `*` is every one of its payload; thin forms of v1 events are for those who name them. */
  readonly enabledEvents: readonly string[];
  readonly payload: 'snapshot' | 'thin';
  /** Of one that was made as an event destination: how it is shown. */
  readonly shown?: Stripe.V2.Core.EventDestination;
};

/** One event on its way to one destination; `dueAt` is epoch milliseconds. */
export type Delivery = {
  readonly id: string;
  readonly eventId: string;
  readonly destinationId: string;
  readonly attempts: number;
  readonly state: 'waiting' | 'delivered' | 'lost';
  readonly dueAt: number;
};

/** A thin event: it names the object that changed. */
export type ThinEvent = {
  readonly id: string;
  readonly object: 'v2.core.event';
  readonly type: string;
  readonly livemode: boolean;
  readonly created: string;
  /** The event of a v1 object that it is the thin form of. */
  readonly snapshot_event?: string;
  readonly related_object: { readonly id: string; readonly type: string; readonly url: string };
  readonly data?: { readonly updated_capability: string };
};

export type AnswerRecord = {
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly at: number;
};

/** A booking on a connected account: what it was given and what was taken back or paid out. */
export type HostBooking = { readonly account: string; readonly amount: number; readonly currency: string };

function createCollection<Value>(keeping: Keeping, name: string): Collection<Value> {
  const shelf = keeping.shelf<Value>(`stripe/${name}`);
  const values = new Map<string, Value>(shelf.entries());
  return {
    get: (id) => values.get(id),
    put(id, value) {
      values.set(id, value);
      shelf.put(id, value);
      return value;
    },
    remove(id) {
      values.delete(id);
      shelf.remove(id);
    },
    keys: () => values.keys(),
    values: () => [...values.values()],
  };
}

/** All the stand-in remembers, each kind on a shelf of its own. */
export function createState(keeping: Keeping) {
  return {
    sessions: createCollection<SessionRecord>(keeping, 'sessions'),
    intents: createCollection<Stripe.PaymentIntent>(keeping, 'intents'),
    charges: createCollection<Stripe.Charge>(keeping, 'charges'),
    transactions: createCollection<Stripe.BalanceTransaction>(keeping, 'transactions'),
    refunds: createCollection<Stripe.Refund>(keeping, 'refunds'),
    transfers: createCollection<Stripe.Transfer>(keeping, 'transfers'),
    disputes: createCollection<Stripe.Dispute>(keeping, 'disputes'),
    accounts: createCollection<Stripe.V2.Core.Account>(keeping, 'accounts'),
    hostBookings: createCollection<HostBooking>(keeping, 'host-bookings'),
    destinations: createCollection<Destination>(keeping, 'destinations'),
    events: createCollection<Stripe.Event>(keeping, 'events'),
    thinEvents: createCollection<ThinEvent>(keeping, 'thin-events'),
    deliveries: createCollection<Delivery>(keeping, 'deliveries'),
    answers: createCollection<AnswerRecord>(keeping, 'answers'),
  };
}

export type State = ReturnType<typeof createState>;
