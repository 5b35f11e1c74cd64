import { type Spent, WireFault } from '../model.ts';
import type { Item } from './values/value.ts';

/** A request that the service would call malformed (400 ValidationException). */
export function invalid(message: string): WireFault {
  return new WireFault(400, 'ValidationException', message);
}

/** A body whose JSON types do not fit the API's model. */
export function unreadable(message: string): WireFault {
  return new WireFault(400, 'SerializationException', message);
}

/** What the service has and the embedded cloud has not: refused loudly, never ignored. */
export function uncovered(what: string): WireFault {
  return new WireFault(501, 'UnknownOperationException', `the embedded cloud's table engine does not cover ${what}`);
}

export function missingTable(name: string): WireFault {
  return new WireFault(400, 'ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
}

/** A condition that is not met; `item` is the stored one, if the caller asked to see it. */
export function conditionFailed(item: Item | undefined, spent: Spent): WireFault {
  const extra = item === undefined ? {} : { Item: item };
  return new WireFault(400, 'ConditionalCheckFailedException', 'The conditional request failed', extra, spent);
}

export function conflicting(): WireFault {
  return new WireFault(400, 'TransactionConflictException', CONFLICT_MESSAGE);
}

export const CONFLICT_MESSAGE = 'Transaction is ongoing for the item';
export const THROTTLE_MESSAGE =
  'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or ' +
  'index so please try again shortly. If exceptions persist, check if you have a hot key.';

/** The refusal of an on-demand table or index whose partition is hot; `arn` names which. */
export function throttled(arn: string): WireFault {
  const place = arn.includes('/index/') ? 'Index' : 'Table';
  const throttlingReasons = [{ reason: `${place}WriteKeyRangeThroughputExceeded`, resource: arn }];
  return new WireFault(400, 'ThrottlingException', THROTTLE_MESSAGE, { throttlingReasons });
}
