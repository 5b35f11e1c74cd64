import type Stripe from 'stripe';
import { type House, isoOf } from '../house.ts';
import { textsOf } from '../objects/session.ts';
import type { Destination } from '../state.ts';
import { type Call, toParams } from '../wire/call.ts';
import type { Operation } from '../wire/operation.ts';
import { invalid, notHere } from '../wire/refusal.ts';
import { allowOnly } from '../wire/rules.ts';
import { apiVersion } from '../wire/schemas.ts';

function addDestination(house: House, prefix: string, parts: Omit<Destination, 'id' | 'secret'>): Destination {
  const id = house.newId(prefix);
  return house.state.destinations.put(id, { ...parts, id, secret: house.newId('whsec') });
}

function createEndpoint(call: Call, house: House): Stripe.WebhookEndpoint {
  const {
    url,
    enabled_events: enabledEvents,
    description,
    metadata,
  } = toParams<Stripe.WebhookEndpointCreateParams>(call);
  const { id, secret } = addDestination(house, 'we', { url, enabledEvents, payload: 'snapshot' });
  return {
    id,
    object: 'webhook_endpoint',
    api_version: apiVersion,
    application: null,
    created: house.now(),
    description: description || null,
    enabled_events: [...enabledEvents],
    livemode: false,
    metadata: textsOf(metadata),
    secret,
    status: 'enabled',
    url,
  };
}

function checkDestination(call: Call): void {
  const params = toParams<Stripe.V2.Core.EventDestinationCreateParams>(call);
  if (params.type !== 'webhook_endpoint') throw notHere(`event destinations of the type ${params.type}`);
  const allowed = ['description', 'enabled_events', 'event_payload', 'include', 'metadata.*', 'name', 'type'];
  allowOnly(params, [...allowed, 'snapshot_api_version', 'webhook_endpoint.url']);
  if (!params.webhook_endpoint)
    throw invalid('webhook_endpoint', 'Missing required param: webhook_endpoint.', 'parameter_missing');
}

function createDestination(call: Call, house: House): Stripe.V2.Core.EventDestination {
  const params = toParams<Stripe.V2.Core.EventDestinationCreateParams>(call);
  const { enabled_events: enabledEvents, include = [], event_payload: payload } = params;
  const url = params.webhook_endpoint?.url ?? '';
  const isThin = payload === 'thin';
  const { id, secret } = addDestination(house, 'ed_test', {
    url,
    enabledEvents,
    payload: isThin ? 'thin' : 'snapshot',
  });
  const at = isoOf(house);
  const endpoint = {
    ...(include.includes('webhook_endpoint.signing_secret') && { signing_secret: secret }),
    ...(include.includes('webhook_endpoint.url') && { url }),
  };
  return {
    id,
    object: 'v2.core.event_destination',
    created: at,
    description: params.description ?? '',
    enabled_events: [...enabledEvents],
    event_payload: payload,
    livemode: false,
    metadata: textsOf(params.metadata),
    name: params.name,
    ...(!isThin && { snapshot_api_version: params.snapshot_api_version ?? apiVersion }),
    status: 'enabled',
    type: 'webhook_endpoint',
    updated: at,
    webhook_endpoint: endpoint,
  };
}

export const destinationCalls: readonly Operation[] = [
  {
    method: 'POST',
    path: '/v1/webhook_endpoints',
    name: 'webhook_endpoints.create',
    check: ({ params }) =>
      allowOnly(params, ['api_version', 'description', 'enabled_events', 'metadata.*', 'url', 'expand']),
    run: createEndpoint,
  },
  {
    method: 'POST',
    path: '/v2/core/event_destinations',
    name: 'v2.core.event_destinations.create',
    check: checkDestination,
    run: createDestination,
  },
];
