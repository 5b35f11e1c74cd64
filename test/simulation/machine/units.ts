import { units } from '../../../functions/manifest.ts';
import type { HttpHandler } from '../../../functions/runtime/http.ts';
import { type HttpRoute, httpUnit } from '../../../functions/runtime/http-unit.ts';
import type { UnitEntry } from '../../../functions/runtime/manifest.ts';
import type { WorkerHandler } from '../../../functions/runtime/worker.ts';
import { type WorkerRoute, workerUnit } from '../../../functions/runtime/worker-unit.ts';

type UnitOperation = UnitEntry['operations'][number];
/** A unit as it is deployed: the real wrapper of the runtime over the real handlers. */
export type Unit = {
  readonly name: string;
  readonly timeoutSeconds: number;
  readonly isHttp: boolean;
  /** What an event is for, by the name of the operation. */
  readonly operations: readonly UnitOperation[];
  run(event: unknown, requestId: string): Promise<unknown>;
};

/** Seconds the unit may run; as in lib/constructs/room-function. */
const timeoutOf = ({ operations }: UnitEntry, isHttp: boolean): number =>
  Math.max(...operations.map(({ timeout }) => timeout ?? (isHttp ? 10 : 60)));

const handlerOf = async ({ feature, file }: UnitOperation): Promise<unknown> => {
  const module: unknown = await import(`../../../functions/${feature}/${file}.ts`);
  return toModule(module).handler;
};
const toModule = (module: unknown) => module as { readonly handler: unknown };
const toHttpHandler = (handler: unknown) => handler as HttpHandler;
const toWorkerHandler = (handler: unknown) => handler as WorkerHandler;
const toMethod = (method: string | undefined) => method as HttpRoute['method'];

async function openHttpUnit(unit: UnitEntry): Promise<Unit> {
  const routes = await Promise.all(
    unit.operations.map(async (operation): Promise<HttpRoute> => {
      const [method, path = ''] = 'http' in operation.trigger ? operation.trigger.http.split(' ') : [];
      const run = toHttpHandler(await handlerOf(operation));
      return { name: operation.name, method: toMethod(method), path, status: operation.status ?? 200, run };
    }),
  );
  const handler = toLambda(httpUnit(unit.name, routes));
  return { ...open(unit, true), run: (event, awsRequestId) => handler(event, { awsRequestId }) };
}

async function openWorkerUnit(unit: UnitEntry): Promise<Unit> {
  const routes = await Promise.all(
    unit.operations.map(async (operation): Promise<WorkerRoute> => {
      const { name, trigger } = operation;
      return { name, trigger, run: toWorkerHandler(await handlerOf(operation)) };
    }),
  );
  const handler = toLambda(workerUnit(unit.name, routes));
  return { ...open(unit, false), run: (event, awsRequestId) => handler(event, { awsRequestId }) };
}

const open = (unit: UnitEntry, isHttp: boolean) => ({
  name: unit.name,
  operations: unit.operations,
  timeoutSeconds: timeoutOf(unit, isHttp),
  isHttp,
});
const toLambda = (handler: unknown) =>
  handler as (event: unknown, context: { readonly awsRequestId: string }) => Promise<unknown>;

const isHttpUnit = ({ operations }: UnitEntry): boolean => operations.some(({ trigger }) => 'http' in trigger);
/** What asks before a subscription has no stand-in here: nobody subscribes in these stories. */
const isAuthorizer = ({ operations }: UnitEntry): boolean => operations.some(({ trigger }) => 'authorizes' in trigger);

let opened: Promise<ReadonlyMap<string, Unit>> | undefined;

/** All units of the manifest by name, loaded once. */
export function openUnits(): Promise<ReadonlyMap<string, Unit>> {
  opened ??= Promise.all(
    units
      .filter((unit) => !isAuthorizer(unit))
      .map((unit) => (isHttpUnit(unit) ? openHttpUnit(unit) : openWorkerUnit(unit))),
  ).then((all) => new Map(all.map((unit) => [unit.name, unit])));
  return opened;
}

/** The operation of a worker's event: the only one of its unit, or the one whose trigger fits. */
export function operationOfEvent(unit: Unit, event: unknown): string {
  const [only, ...others] = unit.operations;
  if (only && others.length === 0) return only.name;
  const text = JSON.stringify(event).slice(0, 4_000);
  const found = unit.operations.find(({ trigger }) => {
    if ('queue' in trigger) return text.includes(`-${trigger.queue}`) && text.includes('aws:sqs');
    if ('stream' in trigger) return text.includes('aws:dynamodb');
    if ('events' in trigger) return trigger.events.some((name) => text.includes(`"detail-type":"${name}"`));
    return 'everyMinutes' in trigger && text.includes('"Scheduled Event"');
  });
  return found?.name ?? unit.name;
}

/**
 * How many faults of one operation a run bears: an event is tried three times (Lambda, asynchronous invocation), a message
 * or record of a queue or stream at least five; whoever calls over HTTP, and the sweep, come again some other time.
 */
export function bearableBy(operation: string): number {
  const trigger = triggers.get(operation);
  if (trigger === undefined) return 2;
  if ('events' in trigger) return 2;
  return 'queue' in trigger || 'stream' in trigger ? 4 : Number.POSITIVE_INFINITY;
}
const triggers = new Map(units.flatMap(({ operations }) => operations.map(({ name, trigger }) => [name, trigger])));
