import type Stripe from 'stripe';
import type { House } from '../house.ts';
import { textsOf } from '../objects/session.ts';
import { type Call, toParams } from '../wire/call.ts';
import type { Operation } from '../wire/operation.ts';
import { allowOnly } from '../wire/rules.ts';
import { apiVersion } from '../wire/schemas.ts';
import { eventDestinationCalls } from './event-destinations.ts';

function createEndpoint(call: Call, house: House): Stripe.WebhookEndpoint {
  const {
    url,
    enabled_events: enabledEvents,
    description,
    metadata,
  } = toParams<Stripe.WebhookEndpointCreateParams>(call);
  const [id, secret] = [house.newId('we'), house.newId('whsec')];
  house.state.destinations.put(id, { id, secret, url, enabledEvents, payload: 'snapshot' });
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

export const destinationCalls: readonly Operation[] = [
  {
    method: 'POST',
    path: '/v1/webhook_endpoints',
    name: 'webhook_endpoints.create',
    check: ({ params }) =>
      allowOnly(params, ['api_version', 'description', 'enabled_events', 'metadata.*', 'url', 'expand']),
    run: createEndpoint,
  },
  ...eventDestinationCalls,
];
