import type { JsonObject, StandIn } from '../model.ts';
import { WireFault } from '../model.ts';

type Service = Pick<StandIn, 'service' | 'protocol'>;

/** The service's own "something broke": SDKs try again. */
export function brokenFault({ service, protocol }: Service): WireFault {
  if (service === 'chime') return new WireFault(500, 'ServiceFailureException', 'injected: the service failed');
  if (service === 'events') return new WireFault(500, 'InternalException', 'injected: the service failed');
  if (service === 'secretsmanager') return new WireFault(500, 'InternalServiceError', 'injected: the service failed');
  const code = protocol === 'json' ? 'InternalServerError' : 'InternalServerException';
  return new WireFault(500, code, 'injected: the service failed');
}

const throttles: Readonly<Record<StandIn['service'], readonly [number, string]>> = {
  dynamodb: [400, 'ProvisionedThroughputExceededException'],
  sqs: [400, 'RequestThrottled'],
  events: [400, 'ThrottlingException'],
  scheduler: [429, 'ThrottlingException'],
  chime: [429, 'ThrottledClientException'],
  appsync: [429, 'TooManyRequestsException'],
  secretsmanager: [400, 'ThrottlingException'],
};

export function throttleFault({ service }: Service): WireFault {
  const [status, code] = throttles[service];
  return new WireFault(status, code, 'injected: too many requests');
}

function transactionConflict(input: JsonObject): WireFault {
  const items = input['TransactItems'];
  const count = Array.isArray(items) ? Math.max(1, items.length) : 1;
  const reasons = Array.from({ length: count }, (_, place) =>
    place === 0 ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' } : { Code: 'None' },
  );
  const codes = reasons.map((reason) => reason.Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new WireFault(400, 'TransactionCanceledException', message, { CancellationReasons: reasons });
}

/** The service's own "somebody else is at it": for a transaction its first item conflicts. */
export function conflictFault({ service }: Service, operation: string, input: JsonObject): WireFault {
  if (service !== 'dynamodb') return new WireFault(409, 'ConflictException', 'injected: the resource is in use');
  if (operation.startsWith('Transact')) return transactionConflict(input);
  return new WireFault(400, 'TransactionConflictException', 'Transaction is ongoing for the item');
}
