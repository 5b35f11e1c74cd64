import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import Stripe from 'stripe';
import type { Answer, World } from '../world.ts';

const { webhooks } = new Stripe('sk_test_signs_nothing', { telemetry: false });

/** What Stripe sends, signed as its own SDK signs it. */
export type Delivery = {
  readonly body: string;
  readonly secret: string;
  /** Seconds the signature is older than now. @default 0 */
  readonly ageSeconds?: number;
  /** Instead of the right one. */
  readonly signature?: string;
  readonly type?: string;
  /** What is sent, when it is not what was signed. */
  readonly sent?: string;
};

export const signatureOf = (world: World, { body: payload, secret, ageSeconds = 0 }: Delivery): string =>
  webhooks.generateTestHeaderString({
    payload,
    secret,
    timestamp: Math.floor(world.cloud.clock.now() / 1000) - ageSeconds,
  });

/** Brings it to the route of webhooks as Stripe would. */
export async function deliverTo(world: World, delivery: Delivery): Promise<Answer> {
  const { signature = signatureOf(world, delivery), type = 'application/json; charset=utf-8' } = delivery;
  const response = await fetch(`${world.url}/webhooks/stripe`, {
    method: 'POST',
    headers: { 'content-type': type, ...(signature && { 'stripe-signature': signature }) },
    body: delivery.sent ?? delivery.body,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: toBody(JSON.parse(text)) };
}
const toBody = (value: unknown) => value as Answer['body'];

/** What an operator does with `aws secretsmanager put-secret-value`. */
export async function putSecret(world: World, SecretId: string, SecretString: string): Promise<void> {
  const client = new SecretsManagerClient({
    region: 'us-east-1',
    endpoint: `${world.url}/aws/secretsmanager`,
    credentials: { accessKeyId: 'AKIAROSTRUMOPERATOR0', secretAccessKey: 'local' },
  });
  await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
}

/** A checkout session's event as a snapshot, with what must not be handed on. */
export const completedSession = (more: object = {}): object => ({
  id: 'evt_1',
  object: 'event',
  api_version: '2026-10-28.endive',
  created: 1_793_000_000,
  type: 'checkout.session.completed',
  livemode: false,
  pending_webhooks: 1,
  request: { id: null, idempotency_key: null },
  data: {
    object: {
      id: 'cs_test_1',
      object: 'checkout.session',
      payment_intent: 'pi_1',
      customer_details: { email: 'ada@example.com', name: 'Ädä' },
      metadata: { orderId: 'ord_1', roomId: '1AAAAAAAAAAAA', userId: '7', note: 'ada@example.com' },
    },
  },
  ...more,
});

/** The same as a thin event: it names what changed, and nothing of it. */
export const thinCompletedSession = (more: object = {}): object => ({
  id: 'evt_thin_1',
  object: 'v2.core.event',
  type: 'v1.checkout.session.completed',
  livemode: false,
  created: '2026-10-26T07:33:20.000Z',
  snapshot_event: 'evt_1',
  related_object: { id: 'cs_test_1', type: 'checkout.session', url: '/v1/checkout/sessions/cs_test_1' },
  ...more,
});
