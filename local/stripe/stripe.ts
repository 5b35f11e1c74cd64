import { randomBytes } from 'node:crypto';
import type { FaultBox } from '../faults/faults.ts';
import type { Clock, Keeping } from '../model.ts';
import { expireLater } from './checkout.ts';
import { type Post, postOverHttp } from './events/attempts.ts';
import { createDelivery, type Deliveries } from './events/delivery.ts';
import { thinEvent, thinFormOf, toEvent } from './events/publish.ts';
import { type House, isoOf } from './house.ts';
import { stripeSecrets } from './keys.ts';
import { captureLater } from './payments.ts';
import { lookAgain } from './refunding.ts';
import { createState } from './state.ts';
import { createIdempotency } from './wire/idempotency.ts';
import { createPerform } from './wire/perform.ts';
import { type Rates, usualRates } from './wire/rates.ts';
import type { StripeAnswer, StripeRequest } from './wire/request.ts';

export type StripeOptions = {
  readonly clock: Clock;
  readonly faults: FaultBox;
  readonly keeping: Keeping;
  /** Where pages open and webhooks go, e.g. `http://localhost:4000`. */
  readonly origin: string;
  /** @default over HTTP */
  readonly post?: Post;
  /** Requests per second. @default Stripe's own */
  readonly rates?: Rates;
  /** What stands behind the prefix of an id. @default chance */
  readonly chance?: () => string;
};

export type StripeStandIn = {
  /** Answers a request of an SDK; over HTTP or without a socket. */
  perform(request: StripeRequest): Promise<StripeAnswer>;
  readonly house: House;
  readonly deliveries: Deliveries;
  /** Takes up what an earlier process left: sessions that end, events on their way. */
  resume(): void;
};

const randomChance = (): string => randomBytes(12).toString('hex');

/** Nobody hears of what a restart would not know. */
const whenWritten =
  (post: Post, keeping: Keeping): Post =>
  (url, headers, body) =>
    keeping.written().then(
      () => post(url, headers, body),
      () => 0,
    );

/** Stripe, as far as tickets call it. It only begins to act by itself with `resume`. */
export function createStripe(options: StripeOptions): StripeStandIn {
  const { clock, keeping, faults, origin, post = postOverHttp, chance = randomChance } = options;
  const state = createState(keeping);
  const newId = (prefix: string): string => `${prefix}_${chance()}`;
  const deliveries = createDelivery({ state, clock, faults, post: whenWritten(post, keeping), newId });
  const house: House = {
    state,
    clock,
    origin,
    newId,
    refundOutcomes: [],
    broken: new Set(),
    request: undefined,
    now: () => Math.floor(clock.now() / 1000),
    publish(type, object, previous) {
      const request = { id: house.request?.id ?? null, idempotency_key: house.request?.idempotencyKey ?? null };
      const event = toEvent({ id: newId('evt'), type, created: house.now(), object, previous, request });
      state.events.put(event.id, event);
      deliveries.send(event.id, type, 'snapshot');
      if (!state.destinations.values().some(({ enabledEvents }) => enabledEvents.includes(`v1.${type}`))) return;
      const thin = thinFormOf(event, newId('evt_test'));
      state.thinEvents.put(thin.id, thin);
      deliveries.send(thin.id, thin.type, 'thin');
    },
    publishThin(type, related, capability) {
      const event = thinEvent({
        id: newId('evt_test'),
        type,
        created: isoOf(house),
        related_object: related,
        capability,
      });
      state.thinEvents.put(event.id, event);
      deliveries.send(event.id, type, 'thin');
    },
  };
  addOwnDestinations(house);
  const idempotency = createIdempotency(state.answers);
  return {
    perform: createPerform({ house, faults, idempotency, rates: options.rates ?? usualRates }),
    house,
    deliveries,
    resume() {
      for (const { shown } of state.sessions.values()) if (shown.status === 'open') expireLater(house, shown);
      for (const { id, status } of state.refunds.values()) if (status === 'pending') lookAgain(house, id);
      for (const { id, paid, balance_transaction: booked } of state.charges.values())
        if (paid && booked === null) captureLater(house, id);
      deliveries.resume();
    },
  };
}

/** The product's own receiver, told of everything: snapshots of v1 objects, thin events of v2 ones. */
function addOwnDestinations({ state, origin }: House): void {
  const url = `${origin}/webhooks/stripe`;
  const secret = stripeSecrets().signingSecrets[0] ?? '';
  for (const payload of ['snapshot', 'thin'] as const)
    state.destinations.put(`we_local_${payload}`, {
      id: `we_local_${payload}`,
      url,
      secret,
      enabledEvents: ['*'],
      payload,
    });
}
