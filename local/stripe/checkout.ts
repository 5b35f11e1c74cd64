import type Stripe from 'stripe';
import type { House } from './house.ts';
import { openIntent } from './objects/intent.ts';
import { beginDelayed, cancel, challenge, decline, succeed } from './payments.ts';
import type { SessionRecord } from './state.ts';

export const cards = ['success', 'decline', '3ds', 'async'] as const;
export type Card = (typeof cards)[number];

type Session = Stripe.Checkout.Session;

function change(house: House, record: SessionRecord, changed: Partial<Session>): Session {
  const shown = { ...record.shown, ...changed };
  house.state.sessions.put(shown.id, { ...record, shown });
  return shown;
}

/** The payment behind a session: made with the first attempt, the same ever after. */
function intentOf(house: House, { shown, intent }: SessionRecord): Stripe.PaymentIntent {
  const known = typeof shown.payment_intent === 'string' ? house.state.intents.get(shown.payment_intent) : undefined;
  if (known) return known;
  const made = openIntent({
    id: house.newId('pi'),
    secret: house.newId('secret').slice('secret_'.length),
    amount: shown.amount_total ?? 0,
    currency: shown.currency ?? '',
    created: house.now(),
    metadata: intent.metadata,
    transferGroup: intent.transferGroup,
    description: intent.description,
    automatic: null,
    methodTypes: shown.payment_method_types,
    captureMethod: intent.captureMethod,
  });
  house.state.intents.put(made.id, made);
  house.publish('payment_intent.created', made);
  return made;
}

/** Pays an open session with a test card; a declined card leaves it open. */
export function paySession(house: House, record: SessionRecord, card: Card): Session {
  const intent = intentOf(house, record);
  const shown = change(house, record, { payment_intent: intent.id });
  const begun = { ...record, shown };
  if (card === 'decline') {
    decline(house, intent);
    return shown;
  }
  if (card === 'async') beginDelayed(house, intent);
  else succeed(house, card === '3ds' ? challenge(house, intent) : intent);
  const payment_status = card === 'async' ? 'unpaid' : 'paid';
  const done = change(house, begun, { status: 'complete', payment_status, url: null });
  house.publish('checkout.session.completed', done);
  return done;
}

/** What became of a delayed payment. */
export function settleSession(house: House, record: SessionRecord, isPaid: boolean): Session {
  const intent = intentOf(house, record);
  if (!isPaid) {
    decline(house, intent);
    house.publish('checkout.session.async_payment_failed', record.shown);
    return record.shown;
  }
  succeed(house, intent);
  const paid = change(house, record, { payment_status: 'paid' });
  house.publish('checkout.session.async_payment_succeeded', paid);
  return paid;
}

/** Ends an open session: from here on nobody can pay it. */
export function expireSession(house: House, record: SessionRecord): Session {
  const expired = change(house, record, { status: 'expired', url: null });
  house.publish('checkout.session.expired', expired);
  const intent =
    typeof expired.payment_intent === 'string' ? house.state.intents.get(expired.payment_intent) : undefined;
  if (intent) cancel(house, intent, 'automatic');
  return expired;
}

/** Arms the end of a session on the virtual clock. */
export function expireLater(house: House, { id, expires_at: at }: Session): void {
  house.clock.at(at * 1000, `stripe session ${id}`, () => {
    const record = house.state.sessions.get(id);
    if (record?.shown.status === 'open') expireSession(house, record);
  });
}
