import type { Clock } from '../../model.ts';
import type { Delivery, Destination, State } from '../state.ts';
import { pauseAfter } from './backoff.ts';
import { signatureOf } from './signature.ts';

/** Posts a body; answers the status, or 0 when nobody answered. */
export type Post = (url: string, headers: Readonly<Record<string, string>>, body: string) => Promise<number>;

export type AttemptOptions = { readonly state: State; readonly clock: Clock; readonly post: Post };

/** Brings a delivery to its destination when it is due, again and again until it is taken or given up. */
export function createAttempts(options: AttemptOptions): (delivery: Delivery) => void {
  const { state, clock } = options;

  function schedule(delivery: Delivery): void {
    state.deliveries.put(delivery.id, delivery);
    clock.at(delivery.dueAt, `stripe ${delivery.eventId}`, () => attempt(delivery.id));
  }

  async function attempt(id: string): Promise<void> {
    const delivery = state.deliveries.get(id);
    if (delivery?.state !== 'waiting') return;
    const destination = state.destinations.get(delivery.destinationId);
    const event = state.events.get(delivery.eventId) ?? state.thinEvents.get(delivery.eventId);
    if (!destination || !event) return;
    const status = await send(options, destination, JSON.stringify(event));
    const now = state.deliveries.get(id);
    // Somebody may have called it off while it was under way.
    if (now?.state === 'waiting') settle(now, status);
  }

  function settle(delivery: Delivery, status: number): void {
    const attempts = delivery.attempts + 1;
    const isTaken = status >= 200 && status < 300;
    const pause = isTaken ? undefined : pauseAfter(attempts);
    if (pause !== undefined) schedule({ ...delivery, attempts, dueAt: clock.now() + pause * 1000 });
    else state.deliveries.put(delivery.id, { ...delivery, attempts, state: isTaken ? 'delivered' : 'lost' });
  }

  return schedule;
}

function send({ clock, post }: AttemptOptions, { url, secret }: Destination, body: string): Promise<number> {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    'stripe-signature': signatureOf(body, secret, Math.floor(clock.now() / 1000)),
  };
  return post(url, headers, body);
}

/** A post over HTTP; whoever does not answer within 10 s has not taken it. */
export const postOverHttp: Post = async (url, headers, body) => {
  try {
    const signal = AbortSignal.timeout(10_000);
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
};
