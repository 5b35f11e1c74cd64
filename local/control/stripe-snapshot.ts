import * as z from 'zod/mini';
import type { JsonObject } from '../model.ts';
import { fundsOf } from '../stripe/money.ts';
import type { StripeStandIn } from '../stripe/stripe.ts';
import type { Call } from './exchange.ts';
import { readBody } from './exchange.ts';

const breakSchema = z.object({ operation: z.string().check(z.minLength(1)) });

// The API's shapes are JSON, the SDK's types do not say so.
const toJsonObject = (value: object): JsonObject => value as JsonObject;

/** All the stand-in knows, in the API's own shapes, oldest first; and a call that breaks half-way, whose 500 is kept under its key. */
export const stripeSnapshot = ({ house }: StripeStandIn): readonly Call[] => [
  {
    method: 'GET',
    path: '/local/stripe',
    run() {
      const { sessions, intents, charges, refunds, transfers, disputes, accounts, events, thinEvents, deliveries } =
        house.state;
      const body = {
        sessions: sessions.values().map(({ shown }) => shown),
        paymentIntents: intents.values(),
        charges: charges.values(),
        refunds: refunds.values(),
        transfers: transfers.values(),
        disputes: disputes.values(),
        accounts: accounts.values(),
        events: [...events.values(), ...thinEvents.values()],
        deliveries: deliveries.values(),
        balance: { usd: fundsOf(house, 'usd') },
      };
      return { body: toJsonObject(body) };
    },
  },
  {
    method: 'POST',
    path: '/local/stripe/break',
    run({ body }) {
      const { operation } = readBody(breakSchema, body);
      house.broken.add(operation);
      return { status: 201, body: {} };
    },
  },
];
