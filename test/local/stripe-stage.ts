import Stripe from 'stripe';
import { createClock } from '../../local/clock/clock.ts';
import { createFaults } from '../../local/faults/faults.ts';
import { forgetful } from '../../local/keeping/forgetful.ts';
import { listen } from '../../local/listening/listen.ts';
import { stripeSecrets } from '../../local/stripe/keys.ts';
import { answeringOf } from '../../local/stripe/server.ts';
import { createStripe, type StripeOptions } from '../../local/stripe/stripe.ts';

/** One webhook as it came; `takes` says what the receiver answers. */
export type Arrived = { readonly url: string; readonly signature: string; readonly body: string };

export const soon = { expiresInSeconds: 35 * 60 };
const [signingSecret = ''] = stripeSecrets().signingSecrets;

/** The stand-in on a port of its own with the real SDK before it, and a receiver that notes what comes. */
export async function openStage(options: Partial<StripeOptions> = {}) {
  const clock = createClock();
  const faults = createFaults();
  const arrived: Arrived[] = [];
  const receiver = { status: 200 };
  const standIn = createStripe({
    clock,
    faults,
    keeping: forgetful,
    origin: 'http://localhost:4000',
    post: async (url, headers, body) => {
      arrived.push({ url, signature: headers['stripe-signature'] ?? '', body });
      return receiver.status;
    },
    ...options,
  });
  const listening = await listen(
    0,
    answeringOf(standIn, async () => {}),
  );
  const clientOf = (key: string) =>
    new Stripe(key, {
      host: '127.0.0.1',
      port: listening.port,
      protocol: 'http',
      telemetry: false,
      maxNetworkRetries: 0,
      timeout: 8000,
    });
  const stripe = clientOf(stripeSecrets().apiKey);
  const nowSeconds = () => Math.floor(clock.now() / 1000);
  return {
    stripe,
    clientOf,
    clock,
    faults,
    standIn,
    house: standIn.house,
    receiver,
    arrived,
    nowSeconds,
    /** What the receiver got, verified with the SDK. */
    events: () =>
      arrived.map(({ body, signature }) =>
        stripe.webhooks.constructEvent(body, signature, signingSecret, undefined, undefined, clock.now()),
      ),
    /** The names of what the receiver got so far, in order. */
    types: () => arrived.map(({ body }) => toTyped(JSON.parse(body)).type),
    /** The parameters of a session for one ticket of 12 dollars. */
    ticket: (changes: Partial<Stripe.Checkout.SessionCreateParams> = {}): Stripe.Checkout.SessionCreateParams => ({
      mode: 'payment',
      client_reference_id: 'order-1',
      expires_at: nowSeconds() + 35 * 60,
      line_items: [priced(1200)],
      metadata: { orderId: 'order-1' },
      payment_intent_data: {
        transfer_group: 'room-1',
        metadata: { orderId: 'order-1' },
        capture_method: 'automatic',
      },
      success_url: 'http://localhost:4000/rooms/room-1?paid={CHECKOUT_SESSION_ID}',
      ...changes,
    }),
    async close(): Promise<void> {
      clock.close();
      await listening.close();
    },
  };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

export const priced = (amount: number, currency = 'usd') => ({
  quantity: 1,
  price_data: { currency, unit_amount: amount, product_data: { name: 'Ticket: A night of songs' } },
});

const toTyped = (value: unknown) => value as { readonly type: string };

type Refused = {
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly param: string | undefined;
  readonly type: string;
  readonly message: string;
};

/** What the SDK says of a call that is refused; undefined when it is not. */
export async function refusalOf(call: Promise<unknown>): Promise<Refused | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    const { statusCode: status, code, param, type, message } = error;
    return { status, code, param, type, message };
  }
}

/** Parameters the types would not let pass. */
export const asParams = (params: object): Stripe.Checkout.SessionCreateParams =>
  params as Stripe.Checkout.SessionCreateParams;
