import type { FaultBox } from '../../faults/faults.ts';
import type { Clock } from '../../model.ts';
import type { Delivery, Destination, State } from '../state.ts';
import { pauseAfter } from './backoff.ts';
import { signatureOf } from './signature.ts';

/** Posts a body; answers the status, or 0 when nobody answered. */
export type Post = (url: string, headers: Readonly<Record<string, string>>, body: string) => Promise<number>;

export type DeliveryOptions = {
  readonly state: State;
  readonly clock: Clock;
  readonly faults: Pick<FaultBox, 'strike'>;
  readonly post: Post;
  readonly newId: (prefix: string) => string;
};

const heldSeconds = 30;
const modes = ['drop', 'duplicate', 'delay', 'reorder'] as const;

/** Brings events to their destinations, signed, again and again until somebody takes them. */
export function createDelivery(options: DeliveryOptions) {
  const { state, clock, faults, newId } = options;
  let held: Delivery[] = [];

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
    if (status >= 200 && status < 300) {
      state.deliveries.put(delivery.id, { ...delivery, attempts, state: 'delivered' });
      return;
    }
    const pause = pauseAfter(attempts);
    if (pause === undefined) state.deliveries.put(delivery.id, { ...delivery, attempts, state: 'lost' });
    else schedule({ ...delivery, attempts, dueAt: clock.now() + pause * 1000 });
  }

  const begin = (eventId: string, destinationId: string, delaySeconds = 0): Delivery => ({
    id: newId('whd'),
    eventId,
    destinationId,
    attempts: 0,
    state: 'waiting',
    dueAt: clock.now() + delaySeconds * 1000,
  });

  /** What waits to come behind another comes behind this one. */
  function releaseHeld(): void {
    for (const delivery of held.splice(0)) schedule({ ...delivery, dueAt: clock.now() });
  }

  return {
    /** Sends an event to everybody who asked for it; a fault named by its type may get in the way. */
    send(eventId: string, type: string, payload: Destination['payload']): void {
      const wanting = state.destinations.values().filter((one) => one.payload === payload && isEnabled(one, type));
      for (const { id } of wanting) {
        const strike = faults.strike('stripe', type, modes);
        const delivery = begin(eventId, id, strike?.mode === 'delay' ? (strike.delaySeconds ?? heldSeconds) : 0);
        if (strike?.mode === 'drop') state.deliveries.put(delivery.id, { ...delivery, state: 'lost' });
        else if (strike?.mode === 'reorder') hold(delivery);
        else {
          schedule(delivery);
          if (strike?.mode === 'duplicate') schedule(begin(eventId, id));
          releaseHeld();
        }
      }
    },
    /** Sends it once more, whatever became of it before. */
    again(eventId: string, delaySeconds: number): void {
      const known = state.deliveries.values().filter((one) => one.eventId === eventId);
      for (const id of new Set(known.map(({ destinationId }) => destinationId)))
        schedule(begin(eventId, id, delaySeconds));
    },
    /** Calls off what has not arrived. */
    drop(eventId: string): void {
      for (const delivery of state.deliveries.values())
        if (delivery.eventId === eventId && delivery.state === 'waiting')
          state.deliveries.put(delivery.id, { ...delivery, state: 'lost' });
    },
    /** Takes up what an earlier process left. */
    resume(): void {
      for (const delivery of state.deliveries.values())
        if (delivery.state === 'waiting') schedule({ ...delivery, dueAt: Math.max(delivery.dueAt, clock.now()) });
    },
  };

  function hold(delivery: Delivery): void {
    held = [...held, delivery];
    schedule({ ...delivery, dueAt: clock.now() + heldSeconds * 1000 });
  }
}

export type Deliveries = ReturnType<typeof createDelivery>;

const isEnabled = ({ enabledEvents }: Destination, type: string): boolean =>
  enabledEvents.includes('*') || enabledEvents.includes(type);

function send({ clock, post }: DeliveryOptions, { url, secret }: Destination, body: string): Promise<number> {
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
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
};
