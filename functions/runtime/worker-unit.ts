import type { Context } from 'aws-lambda';
import type { Trigger } from './manifest.ts';
import { noting, takeTroubles } from './notes.ts';
import { RefusalError } from './refusal-error.ts';
import { telemetryOf } from './telemetry.ts';
import type { WorkerHandler } from './worker.ts';

/** One operation of a worker unit, as the bundle's entry lists it out of the manifest. */
export type WorkerRoute = { readonly name: string; readonly trigger: Trigger; readonly run: WorkerHandler };

/** The Lambda handler of a worker unit: finds the operation by queue, rule or stream and answers which items failed. */
export function workerUnit(unit: string, routes: readonly WorkerRoute[]) {
  const telemetry = telemetryOf(unit);
  const work = async (event: unknown, context: Context) => {
    const requestId = context.awsRequestId;
    const route = routes.find(({ trigger }) => isMeant(trigger, event));
    if (!route) throw new Error(`The unit ${unit} has no operation for what it was sent`);
    try {
      const { items, failedIds, answer } = await route.run(event, requestId);
      for (const trouble of takeTroubles()) {
        if (trouble instanceof RefusalError) telemetry.refused(route.name, requestId, trouble.refusal.code);
        else telemetry.fault(trouble, requestId);
      }
      // One asked for every subscription says nothing when all is well.
      if (answer) return answer;
      telemetry.worked({ operation: route.name, requestId, items, failed: failedIds.length });
      return { batchItemFailures: failedIds.map((itemIdentifier) => ({ itemIdentifier })) };
    } catch (error) {
      telemetry.fault(error, requestId);
      // Lambda's runtime logs every field of what leaves a handler, and SDKs hang requests and stored items on their exceptions.
      throw new Error(`${route.name} failed: ${error instanceof Error ? error.name : 'unknown'}`);
    }
  };
  return (event: unknown, context: Context) => noting(() => work(event, context));
}

function isMeant(trigger: Trigger, event: unknown): boolean {
  const { records, name } = readSource(event);
  if ('queue' in trigger) return records !== undefined && isQueue(records, trigger.queue);
  if ('stream' in trigger) return records?.includes(':dynamodb:') ?? false;
  if ('events' in trigger) return name !== undefined && trigger.events.includes(name);
  if ('authorizes' in trigger) return records === undefined && name === undefined;
  return 'everyMinutes' in trigger && name === 'Scheduled Event';
}

/** Queue names in the account carry a prefix, and FIFO queues the ending `.fifo`. */
const isQueue = (arn: string, queue: string): boolean => {
  const name = arn.slice(arn.lastIndexOf(':') + 1).replace(/\.fifo$/, '');
  return name === queue || name.endsWith(`-${queue}`);
};

function readSource(event: unknown): { readonly records?: string; readonly name?: string } {
  const { Records: [first] = [], 'detail-type': name } = event as {
    readonly Records?: readonly { readonly eventSourceARN?: string }[];
    readonly 'detail-type'?: string;
  };
  return { ...(first?.eventSourceARN && { records: first.eventSourceARN }), ...(name && { name }) };
}
