import type { HttpTrigger, OperationEntry, UnitEntry } from '../../functions/runtime/manifest.ts';

export type HttpOperation = OperationEntry & { readonly trigger: HttpTrigger };

/** What the access log says of a request: nothing that identifies a person or opens a door. */
export const accessLogFormat = JSON.stringify({
  requestId: '$context.requestId',
  at: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  bytes: '$context.responseLength',
  refusedBy: '$context.authorizer.error',
  fault: '$context.integrationErrorMessage',
});

/** What browsers may send and read, from the config's origins; an answer to a preflight is kept for a day. */
export const corsDefaults = {
  allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'rostrum-guest'],
  // Countdowns go by the API's clock.
  exposeHeaders: ['date', 'x-request-id', 'retry-after'],
  maxAge: 86_400,
};

/** The unit's operations behind routes. */
export function httpOperations(unit: UnitEntry): HttpOperation[] {
  return unit.operations.flatMap((operation) =>
    'http' in operation.trigger ? [{ ...operation, trigger: operation.trigger }] : [],
  );
}
