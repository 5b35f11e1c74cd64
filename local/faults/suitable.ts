import type { FaultMode } from '../model.ts';

const ofCalls = ['fail-before', 'apply-then-fail', 'delay', 'throttle'] as const;

type Suitable = { readonly modes: readonly FaultMode[]; readonly why: string };

/** Which modes make sense where: what a service never does is not pretended either. */
const suitable = {
  dynamodb: {
    modes: [...ofCalls, 'conflict'],
    why: 'a table answers every call; what follows from it is the service "streams"',
  },
  sqs: {
    modes: [...ofCalls, 'duplicate', 'reorder'],
    why: 'a queue keeps a message until somebody deletes it, and has no conflicts',
  },
  events: { modes: [...ofCalls, 'duplicate', 'drop', 'reorder'], why: 'the bus has no conflicts' },
  scheduler: {
    modes: [...ofCalls, 'conflict', 'duplicate'],
    why: 'a schedule fires at least once, and promises no order',
  },
  chime: { modes: [...ofCalls, 'conflict', 'duplicate', 'drop', 'reorder'], why: '' },
  appsync: { modes: [...ofCalls, 'duplicate', 'drop', 'reorder'], why: 'channels have no conflicts' },
  secretsmanager: { modes: ofCalls, why: 'a secret is read and written, and nothing follows from it' },
  stripe: {
    modes: [...ofCalls, 'duplicate', 'drop', 'reorder'],
    why: 'two calls with one key are a conflict of the caller',
  },
  streams: {
    modes: ['delay', 'duplicate'],
    why: 'records come at least once and in order; let the function fail, as the service "lambda"',
  },
  lambda: {
    modes: [...ofCalls, 'duplicate'],
    why: 'every invocation is answered; strike what brings it: a queue, the bus, a stream, a schedule',
  },
} satisfies Readonly<Record<string, Suitable>>;

export type FaultService = keyof typeof suitable;
export const faultServices = [
  'dynamodb',
  'sqs',
  'events',
  'scheduler',
  'chime',
  'appsync',
  'stripe',
  'secretsmanager',
  'streams',
  'lambda',
] as const;

const conflicting = /^(Put|Update|Delete)Item$|^Transact(Write|Get)Items$/;

/** Whether the service could refuse this call because somebody else is at the same thing. */
export function canConflict(service: string, operation: string): boolean {
  return service !== 'dynamodb' || conflicting.test(operation);
}

/** Why the mode makes no sense there; undefined when it does. */
export function unsuitable(service: FaultService, mode: FaultMode, operation: string | undefined): string | undefined {
  const { modes, why }: Suitable = suitable[service];
  if (!modes.includes(mode)) return `${mode} is not for ${service}, which takes ${modes.join(', ')}: ${why}`;
  if (mode === 'reorder' && service === 'sqs' && operation?.endsWith('.fifo'))
    return 'reorder is not for a FIFO queue, which keeps its order';
  if (mode === 'conflict' && operation !== undefined && !canConflict(service, operation))
    return `conflict is not for ${operation}, which nobody can be in the way of`;
  return undefined;
}
