import type Stripe from 'stripe';
import { heardEvents } from './heard-events.ts';

export type Destination = { readonly id: string; readonly secret?: string };

/** Marks what this tool made: it never touches a destination that somebody else did. */
const mark = { madeBy: 'rostrum' };
const include = ['webhook_endpoint.url'];

/** Our destinations of this address, the newest first. */
export async function destinationsOf(stripe: Stripe, url: string): Promise<Destination[]> {
  const found: { readonly id: string; readonly created: string }[] = [];
  for await (const one of stripe.v2.core.eventDestinations.list({ include }))
    if (one.metadata?.['madeBy'] === mark.madeBy && one.webhook_endpoint?.url === url) found.push(one);
  return found.toSorted((a, b) => b.created.localeCompare(a.created)).map(({ id }) => ({ id }));
}

/** A destination with a secret of its own, which Stripe shows only now. Our own events, and those of hosts' accounts. */
export async function createDestination(stripe: Stripe, url: string): Promise<Required<Destination>> {
  const { id, webhook_endpoint: endpoint } = await stripe.v2.core.eventDestinations.create({
    name: 'Rostrum',
    description: 'Payments, refunds, disputes and payouts of tickets',
    type: 'webhook_endpoint',
    webhook_endpoint: { url },
    event_payload: 'thin',
    enabled_events: [...heardEvents],
    events_from: ['@self', '@accounts'],
    metadata: mark,
    include: ['webhook_endpoint.signing_secret'],
  });
  const secret = endpoint?.signing_secret;
  if (!secret) throw new Error(`Stripe made the destination ${id} and did not show its secret: delete it there`);
  return { id, secret };
}

/** Has a destination hear what this version hears. */
export async function renewDestination(stripe: Stripe, { id }: Destination): Promise<void> {
  await stripe.v2.core.eventDestinations.update(id, { enabled_events: [...heardEvents] });
}

export async function removeDestinations(stripe: Stripe, destinations: readonly Destination[]): Promise<void> {
  for (const { id } of destinations) await stripe.v2.core.eventDestinations.del(id);
}
