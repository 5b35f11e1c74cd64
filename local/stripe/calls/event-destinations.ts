import type Stripe from 'stripe';
import { type House, isoOf } from '../house.ts';
import { textsOf } from '../objects/session.ts';
import type { Destination } from '../state.ts';
import { type Call, toParams } from '../wire/call.ts';
import { idOf, type Operation } from '../wire/operation.ts';
import { invalid, missing, notHere } from '../wire/refusal.ts';
import { allowOnly } from '../wire/rules.ts';
import { apiVersion } from '../wire/schemas.ts';

type Shown = Stripe.V2.Core.EventDestination;
type Kept = Destination & { readonly shown: Shown };

/** As many as a list answers without a page behind it. */
const pageSize = 20;

function checkCreate(call: Call): void {
  const params = toParams<Stripe.V2.Core.EventDestinationCreateParams>(call);
  if (params.type !== 'webhook_endpoint') throw notHere(`event destinations of the type ${params.type}`);
  const allowed = ['description', 'enabled_events', 'event_payload', 'events_from', 'include', 'metadata.*', 'name'];
  allowOnly(params, [...allowed, 'type', 'snapshot_api_version', 'webhook_endpoint.url']);
  if (params.events_from?.some((from) => from !== '@self' && from !== '@accounts'))
    throw notHere('event destinations of other than @self and @accounts');
  if (!params.webhook_endpoint)
    throw invalid('webhook_endpoint', 'Missing required param: webhook_endpoint.', 'parameter_missing');
}

function create(call: Call, house: House): Shown {
  const params = toParams<Stripe.V2.Core.EventDestinationCreateParams>(call);
  const { enabled_events: enabledEvents, include = [], event_payload: payload, events_from: from } = params;
  const id = house.newId('ed_test');
  const at = isoOf(house);
  const shown: Shown = {
    id,
    object: 'v2.core.event_destination',
    created: at,
    description: params.description ?? '',
    enabled_events: [...enabledEvents],
    event_payload: payload,
    ...(from && { events_from: [...from] }),
    livemode: false,
    metadata: textsOf(params.metadata),
    name: params.name,
    ...(payload !== 'thin' && { snapshot_api_version: params.snapshot_api_version ?? apiVersion }),
    status: 'enabled',
    type: 'webhook_endpoint',
    updated: at,
  };
  const url = params.webhook_endpoint?.url ?? '';
  const secret = house.newId('whsec');
  const kept = {
    id,
    url,
    secret,
    enabledEvents,
    payload: payload === 'thin' ? ('thin' as const) : ('snapshot' as const),
    shown,
  };
  house.state.destinations.put(id, kept);
  return withEndpoint(kept, include);
}

/** Address and secret are shown to whoever asks for them; the secret to its maker only. */
function withEndpoint({ shown, url, secret }: Kept, include: readonly string[] = []): Shown {
  const endpoint = {
    ...(include.includes('webhook_endpoint.signing_secret') && { signing_secret: secret }),
    ...(include.includes('webhook_endpoint.url') && { url }),
  };
  return { ...shown, webhook_endpoint: endpoint };
}

const isKept = (one: Destination): one is Kept => one.shown !== undefined;

function find(call: Call, { state }: House): Kept {
  const found = state.destinations.get(idOf(call));
  if (!found || !isKept(found)) throw missing('event_destination', idOf(call), 'id');
  return found;
}

const retrieve = (call: Call, house: House): Shown =>
  withEndpoint(find(call, house), toParams<Stripe.V2.Core.EventDestinationRetrieveParams>(call).include);

function list(call: Call, { state }: House): object {
  const { include, limit = pageSize } = toParams<Stripe.V2.Core.EventDestinationListParams>(call);
  const found = state.destinations.values().filter(isKept).toReversed();
  if (found.length > limit) throw notHere('a second page of event destinations');
  return { data: found.map((one) => withEndpoint(one, include)), next_page_url: null, previous_page_url: null };
}

function update(call: Call, house: House): Shown {
  const {
    include,
    webhook_endpoint: endpoint,
    ...change
  } = toParams<Stripe.V2.Core.EventDestinationUpdateParams>(call);
  const before = find(call, house);
  const metadata = textsOf({ ...before.shown.metadata, ...change.metadata });
  const shown: Shown = { ...before.shown, ...change, metadata, updated: isoOf(house) };
  const after: Kept = { ...before, shown, enabledEvents: shown.enabled_events, url: endpoint?.url ?? before.url };
  house.state.destinations.put(after.id, after);
  return withEndpoint(after, include);
}

/** What has not arrived there never will. */
function remove(call: Call, house: House): object {
  const { id, shown } = find(call, house);
  const { destinations, deliveries } = house.state;
  for (const delivery of deliveries.values()) if (delivery.destinationId === id) deliveries.remove(delivery.id);
  destinations.remove(id);
  return { id, object: shown.object };
}

const path = '/v2/core/event_destinations';
const name = (call: string): string => `v2.core.event_destinations.${call}`;

export const eventDestinationCalls: readonly Operation[] = [
  { method: 'POST', path, name: name('create'), check: checkCreate, run: create },
  { method: 'GET', path, name: name('list'), run: list },
  { method: 'GET', path: `${path}/{id}`, name: name('retrieve'), run: retrieve },
  { method: 'POST', path: `${path}/{id}`, name: name('update'), run: update },
  { method: 'DELETE', path: `${path}/{id}`, name: name('del'), run: remove },
];
