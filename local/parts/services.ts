import { createAudio } from '../audio/audio.ts';
import { followMeetings } from '../audio/open-meetings.ts';
import { createBus } from '../bus/bus.ts';
import type { CloudModel } from '../model.ts';
import { createQueues } from '../queues/queues.ts';
import { createRealtime } from '../realtime/realtime.ts';
import { createScheduler } from '../scheduler/scheduler.ts';
import { createSecrets } from '../secrets/secrets.ts';
import { connectStreams } from '../streams/streams.ts';
import { createStripe, type StripeOptions } from '../stripe/stripe.ts';
import type { EngineOptions } from '../tables/engine.ts';
import { createTables } from '../tables/tables.ts';
import type { Backbone } from './backbone.ts';

export type ServicesOptions = {
  readonly model: CloudModel;
  readonly port: number;
  /** E.g. how long transactions stay open, so that overlapping ones conflict. */
  readonly tableOptions?: Partial<EngineOptions>;
  /** E.g. how many requests a second the payment service takes. */
  readonly stripeOptions?: Partial<StripeOptions>;
};

/** The AWS services of the template, joined as its mappings, rules and targets say, and payments. Mail will stand beside them. */
export function createServices(backbone: Backbone, options: ServicesOptions) {
  const { clock, faults, invoke, keeping } = backbone;
  const { model, port } = options;
  const { region, accountId, mappings } = model;
  const shared = { clock, faults, region, accountId, keeping };
  const queues = createQueues({ ...shared, queues: model.queues });
  const { send } = queues;
  const bus = createBus({ ...shared, rules: model.rules, functions: model.functions, invoke, send });
  const scheduler = createScheduler({
    ...shared,
    groups: model.scheduleGroups,
    roles: model.roles,
    functions: model.functions,
    invoke,
    send,
  });
  const tables = createTables({ ...shared, ...options.tableOptions });
  for (const table of model.tables) tables.create(table);
  const emit = followMeetings({ keeping, clock, emit: bus.emit });
  const audio = createAudio({ ...shared, emit, signallingUrl: () => `ws://localhost:${port}/media` });
  const realtime = model.eventApi && createRealtime({ ...shared, api: model.eventApi, invoke });
  const secrets = createSecrets({ ...shared, secrets: model.secrets ?? [] });
  const stripe = createStripe({ ...shared, origin: `http://localhost:${port}`, ...options.stripeOptions });
  queues.connect(mappings, invoke);
  connectStreams({ clock, faults, keeping, subscribe: tables.onStream, mappings, invoke, send });
  return { queues, bus, scheduler, tables, audio, secrets, stripe, ...(realtime && { realtime }) };
}

export type Services = ReturnType<typeof createServices>;
