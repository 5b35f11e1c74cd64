import * as z from 'zod/mini';
import type { StripeStandIn } from '../stripe/stripe.ts';
import type { Call } from './exchange.ts';
import { ControlRefusal, readBody } from './exchange.ts';

const text = z.string().check(z.minLength(1));
const orders = ['given', 'reverse'] as const;
const eventsSchema = z.object({
  /** Of an event, of several, or of an object: all events of it. */
  id: z.union([text, z.array(text).check(z.minLength(1))]),
  /** 0 calls off what has not arrived. */
  deliveries: z._default(z.int().check(z.gte(0), z.lte(100)), 1),
  order: z._default(z.enum(orders), 'given'),
  delaySeconds: z._default(z.number().check(z.gte(0), z.lte(30 * 86_400)), 0),
});

/** Events by their ids, or all that tell of an object, the oldest first. */
function eventsOf({ house }: StripeStandIn, id: string): readonly string[] {
  const { events, thinEvents } = house.state;
  if (events.get(id) ?? thinEvents.get(id)) return [id];
  const ofObject = events.values().filter(({ data }) => 'id' in data.object && data.object.id === id);
  const found = [...ofObject, ...thinEvents.values().filter((event) => event.related_object.id === id)];
  if (found.length === 0)
    throw new ControlRefusal(404, 'not_found', `there is no event ${id}, nor one of an object ${id}`, 'id');
  return found.map((event) => event.id);
}

/** Delivers events again, in the order asked for, and spaced by a virtual millisecond so that the order holds. */
function redeliver(standIn: StripeStandIn, body: unknown) {
  const { id, deliveries, order, delaySeconds } = readBody(eventsSchema, body);
  const ids = (typeof id === 'string' ? [id] : id).flatMap((one) => eventsOf(standIn, one));
  if (order === 'reverse') ids.reverse();
  for (const [place, eventId] of ids.entries()) {
    if (deliveries === 0) standIn.deliveries.drop(eventId);
    for (let round = 0; round < deliveries; round += 1)
      standIn.deliveries.again(eventId, delaySeconds + (place + round) / 1000);
  }
  return { body: { events: ids, deliveries } };
}

/** News of Stripe once more, late, in another order, or not at all. */
export const stripeEvents = (standIn: StripeStandIn): readonly Call[] => [
  { method: 'POST', path: '/local/stripe/events', run: ({ body }) => redeliver(standIn, body) },
];
