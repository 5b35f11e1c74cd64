import * as z from 'zod/mini';
import { cards } from '../stripe/checkout.ts';
import { type Paid, PayRefusal, pay, settle } from '../stripe/paying.ts';
import type { StripeStandIn } from '../stripe/stripe.ts';
import type { Call } from './exchange.ts';
import { ControlRefusal, readBody } from './exchange.ts';
import { stripeEvents } from './stripe-events.ts';
import { stripeSnapshot } from './stripe-snapshot.ts';
import { stripeTurns } from './stripe-turns.ts';

const text = z.string().check(z.minLength(1));
const which = { checkoutUrl: z.optional(text), sessionId: z.optional(text), paymentIntent: z.optional(text) };
const paySchema = z.object({ ...which, card: z._default(z.enum(cards), 'success') });
const settleSchema = z.object({ ...which, isPaid: z.boolean() });

type Which = {
  readonly checkoutUrl?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly paymentIntent?: string | undefined;
};

function givenOf({ checkoutUrl, sessionId, paymentIntent }: Which): string {
  const given = checkoutUrl ?? sessionId ?? paymentIntent;
  if (given === undefined)
    throw new ControlRefusal(400, 'invalid_field', 'give checkoutUrl, sessionId or paymentIntent', 'sessionId');
  return given;
}

/** The answer, or the refusal of whoever cannot pay that. */
function attempted<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof PayRefusal)) throw error;
    throw new ControlRefusal(error.code === 'not_found' ? 404 : 409, error.code, error.message);
  }
}

const shown = ({ status, paymentStatus, paymentIntent }: Paid) => ({ body: { status, paymentStatus, paymentIntent } });

/** Everything under `/local/stripe`: paying as a buyer would, and what happens at Stripe by itself. */
export function stripeCalls(standIn: StripeStandIn): readonly Call[] {
  const { house } = standIn;
  return [
    ...stripeSnapshot(standIn),
    ...stripeTurns(standIn),
    ...stripeEvents(standIn),
    {
      method: 'POST',
      path: '/local/stripe/pay',
      run({ body }) {
        const wish = readBody(paySchema, body);
        return shown(attempted(() => pay(house, givenOf(wish), wish.card)));
      },
    },
    {
      method: 'POST',
      path: '/local/stripe/settle',
      run({ body }) {
        const wish = readBody(settleSchema, body);
        return shown(attempted(() => settle(house, givenOf(wish), wish.isPaid)));
      },
    },
  ];
}
