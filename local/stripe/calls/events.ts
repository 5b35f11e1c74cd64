import type Stripe from 'stripe';
import type { House } from '../house.ts';
import type { ThinEvent } from '../state.ts';
import { type Call, toParams } from '../wire/call.ts';
import { isWithin, listOf } from '../wire/lists.ts';
import { idOf, type Operation } from '../wire/operation.ts';
import { invalid, missing } from '../wire/refusal.ts';

/** Events can be read for 30 days. */
const keptSeconds = 30 * 86_400;

/** How many destinations have not taken each event; those that all took are not there. */
function undelivered({ state }: House): ReadonlyMap<string, number> {
  const reached = new Set<string>();
  const open = new Map<string, Set<string>>();
  for (const { eventId, destinationId, state: now } of state.deliveries.values()) {
    if (now === 'delivered') reached.add(`${eventId} ${destinationId}`);
    else open.set(eventId, (open.get(eventId) ?? new Set()).add(destinationId));
  }
  const counts = [...open].map(([eventId, ids]): [string, number] => [
    eventId,
    [...ids].filter((id) => !reached.has(`${eventId} ${id}`)).length,
  ]);
  return new Map(counts.filter(([, count]) => count > 0));
}

const isOfType = (type: string, wanted: string): boolean =>
  wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;

function list(call: Call, house: House): object {
  const params = toParams<Stripe.EventListParams>(call);
  const { type, types, delivery_success: isDelivered, created } = params;
  if (type !== undefined && types !== undefined)
    throw invalid('type', 'You may pass either `type` or `types`, but not both.');
  const wanted = types ?? (type === undefined ? undefined : [type]);
  const open = undelivered(house);
  const found = house.state.events
    .values()
    .filter((event) => event.created > house.now() - keptSeconds && isWithin(event.created, created))
    .filter((event) => wanted === undefined || wanted.some((one) => isOfType(event.type, one)))
    .filter((event) => isDelivered === undefined || isDelivered !== open.has(event.id))
    .map((event) => ({ ...event, pending_webhooks: open.get(event.id) ?? 0 }));
  return listOf('/v1/events', found.toReversed(), params);
}

function retrieve(call: Call, house: House): Stripe.Event {
  const found = house.state.events.get(idOf(call));
  if (!found || found.created <= house.now() - keptSeconds) throw missing('event', idOf(call), 'id');
  return { ...found, pending_webhooks: undelivered(house).get(found.id) ?? 0 };
}

function retrieveThin(call: Call, house: House): ThinEvent {
  const found = house.state.thinEvents.get(idOf(call));
  if (!found) throw missing('event', idOf(call), 'id');
  return found;
}

export const eventCalls: readonly Operation[] = [
  { method: 'GET', path: '/v1/events', name: 'events.list', run: list },
  { method: 'GET', path: '/v1/events/{id}', name: 'events.retrieve', run: retrieve },
  { method: 'GET', path: '/v2/core/events/{id}', name: 'v2.core.events.retrieve', run: retrieveThin },
];
