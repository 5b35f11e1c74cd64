import type Stripe from 'stripe';
import { type Card, paySession, settleSession } from './checkout.ts';
import type { House } from './house.ts';
import { beginDelayed, challenge, decline, succeed } from './payments.ts';

/** Why a buyer could not pay, or a payment could not be settled, in a word. */
export class PayRefusal extends Error {
  readonly code: 'not_found' | 'not_open' | 'not_processing';
  constructor(code: PayRefusal['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export type Paid = { readonly status: string; readonly paymentStatus: string; readonly paymentIntent: string | null };

/** The id in an address of a page, in a client secret, or as it is. */
export function paymentIdOf(text: string): string {
  const [id = ''] = text.split('#', 1)[0]?.split('?', 1)[0]?.split('/').at(-1)?.split('_secret_', 1) ?? [];
  return id;
}

/** Pays a session or a payment intent as a buyer would. */
export function pay(house: House, given: string, card: Card): Paid {
  const id = paymentIdOf(given);
  if (id.startsWith('pi_')) return payIntent(house, id, card);
  const record = house.state.sessions.get(id);
  if (!record) throw new PayRefusal('not_found', `there is no session ${id}`);
  if (record.shown.status !== 'open') throw new PayRefusal('not_open', `the session is ${record.shown.status}`);
  return paidOf(paySession(house, record, card));
}

/** What the bank says days later of a payment that was under way. */
export function settle(house: House, given: string, isPaid: boolean): Paid {
  const id = paymentIdOf(given);
  const record = house.state.sessions.get(id);
  const intentId = record ? record.shown.payment_intent : id;
  const intent = typeof intentId === 'string' ? house.state.intents.get(intentId) : undefined;
  if (!intent) throw new PayRefusal('not_found', `nobody has paid ${id}`);
  if (intent.status !== 'processing') throw new PayRefusal('not_processing', `the payment is ${intent.status}`);
  if (record) return paidOf(settleSession(house, record, isPaid));
  return paidIntent(isPaid ? succeed(house, intent) : decline(house, intent));
}

function payIntent(house: House, id: string, card: Card): Paid {
  const intent = house.state.intents.get(id);
  if (!intent) throw new PayRefusal('not_found', `there is no payment intent ${id}`);
  if (intent.status !== 'requires_payment_method' && intent.status !== 'requires_action')
    throw new PayRefusal('not_open', `the payment is ${intent.status}`);
  if (card === 'decline') return paidIntent(decline(house, intent));
  if (card === 'async') return paidIntent(beginDelayed(house, intent));
  return paidIntent(succeed(house, card === '3ds' ? challenge(house, intent) : intent));
}

const paidOf = ({ status, payment_status: paymentStatus, payment_intent: intent }: Stripe.Checkout.Session): Paid => ({
  status: status ?? '',
  paymentStatus,
  paymentIntent: typeof intent === 'string' ? intent : null,
});

const paidIntent = ({ id, status }: Stripe.PaymentIntent): Paid => ({
  status,
  paymentStatus: status === 'succeeded' ? 'paid' : 'unpaid',
  paymentIntent: id,
});
