import type { Config } from '../domain/policy.ts';
import type { HttpTrigger, OperationEntry, UnitEntry } from '../functions/runtime/manifest.ts';

export type Lane = NonNullable<OperationEntry['lane']>;
export type Throttle = { readonly ratePerSecond: number; readonly burst: number };

/**
 * Requests per second and burst of each route in a lane. API Gateway's account limit is 10 000 per second and a burst
 * of 5 000 over all routes together.
 */
const usualThrottles: Readonly<Record<Lane, Throttle>> = {
  join: { ratePerSecond: 4000, burst: 4000 },
  read: { ratePerSecond: 5000, burst: 5000 },
  write: { ratePerSecond: 500, burst: 1000 },
  webhook: { ratePerSecond: 100, burst: 200 },
};

/** The usual throttles, and those the operator set instead. */
export function throttlesOf({ lanes }: Config): Readonly<Record<Lane, Throttle>> {
  const { join, read, write, webhook } = usualThrottles;
  return {
    join: lanes.join ?? join,
    read: lanes.read ?? read,
    write: lanes.write ?? write,
    webhook: lanes.webhook ?? webhook,
  };
}

/** The lane an operation asks for; reads and writes are told apart by their method. */
export function laneOf(operation: OperationEntry & { readonly trigger: HttpTrigger }): Lane {
  return operation.lane ?? (operation.trigger.http.startsWith('GET ') ? 'read' : 'write');
}

/** Concurrency kept for a unit whose operations all lie in one lane; none unless the operator asked for it. */
export function reservedConcurrencyOf(unit: UnitEntry, { lanes }: Config): number | undefined {
  const [lane, ...others] = new Set(unit.operations.flatMap(lanesOf));
  return lane && others.length === 0 ? lanes[lane]?.reservedConcurrency : undefined;
}

const lanesOf = (operation: OperationEntry): Lane[] =>
  'http' in operation.trigger ? [laneOf({ ...operation, trigger: operation.trigger })] : [];
