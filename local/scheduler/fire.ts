import { randomUUID } from 'node:crypto';
import type { AsyncInvoke } from '../bus/async-invoke.ts';
import { toSecond } from '../bus/envelope.ts';
import { deliverWithRetries, type Loss, PermanentFailure, type Trying } from '../bus/retry.ts';
import type { Clock, Faults, Json, SendMessage, Shelf } from '../model.ts';
import type { Schedule } from './schedule.ts';
import type { KeptSchedule } from './schedule-book.ts';

/** Within the minute by which the service may be late. */
const faultDelayMilliseconds = 30_000;

/** Whether the role's policies allow the action on the resource. */
export type May = (roleArn: string, action: string, resource: string) => boolean;

export type FireContext = {
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  readonly send: SendMessage;
  readonly asyncInvoke: AsyncInvoke;
  readonly may: May;
  readonly kept: Shelf<KeptFiring>;
  readonly faults: Faults | undefined;
};

/** A firing that has not reached its target yet. */
export type KeptFiring = {
  readonly schedule: KeptSchedule;
  readonly dueAt: number;
  readonly executionId: string;
  readonly trying: Trying;
};
type Firing = { readonly schedule: Schedule; readonly dueAt: number; readonly executionId: string };

/** Fills in the keywords of the service (Scheduler user guide, context attributes). */
function fillIn(input: string, { schedule, dueAt, executionId }: Firing, attempt: number): string {
  return input
    .replaceAll('<aws.scheduler.schedule-arn>', schedule.arn)
    .replaceAll('<aws.scheduler.scheduled-time>', toSecond(dueAt))
    .replaceAll('<aws.scheduler.execution-id>', executionId)
    .replaceAll('<aws.scheduler.attempt-number>', String(attempt));
}

/** What a target gets when the schedule has no input. */
function defaultInput({ schedule, dueAt, executionId }: Firing, { region, accountId }: FireContext): string {
  return JSON.stringify({
    version: '0',
    id: executionId,
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: accountId,
    time: toSecond(dueAt),
    region,
    resources: [schedule.arn],
    detail: '{}',
  });
}

function checkRole({ may }: FireContext, roleArn: string, action: string, resource: string): void {
  if (may(roleArn, action, resource)) return;
  const sentence = `User: ${roleArn} is not authorized to perform: ${action} on resource: ${resource}`;
  throw new PermanentFailure('AccessDeniedException', sentence);
}

function attempt(context: FireContext, firing: Firing, number: number): void {
  const { target, cause } = firing.schedule;
  const input = fillIn(target.input ?? defaultInput(firing, context), firing, number);
  const isQueue = target.arn.split(':')[2] === 'sqs';
  checkRole(context, target.roleArn, isQueue ? 'sqs:SendMessage' : 'lambda:InvokeFunction', target.arn);
  if (isQueue) {
    context.send(target.arn, input, target.groupId === undefined ? {} : { groupId: target.groupId }, cause);
    return;
  }
  const payload: Json = JSON.parse(input);
  context.asyncInvoke(target.arn, payload, cause);
}

function bury(context: FireContext, firing: Firing, loss: Loss): void {
  const { target, arn, cause } = firing.schedule;
  const printed = `${arn} could not reach ${target.arn}: ${loss.message}`;
  if (target.deadLetterArn === undefined) {
    console.error(printed);
    return;
  }
  const attributes = {
    ERROR_CODE: loss.code,
    ERROR_MESSAGE: loss.message || 'unknown',
    EXECUTION_ID: firing.executionId,
    IS_PAYLOAD_TRUNCATED: 'false',
    RETRY_ATTEMPTS: String(loss.retries),
    SCHEDULED_TIME: toSecond(firing.dueAt),
    SCHEDULE_ARN: arn,
    TARGET_ARN: target.arn,
    ...(loss.condition === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: loss.condition }),
  };
  try {
    checkRole(context, target.roleArn, 'sqs:SendMessage', target.deadLetterArn);
    context.send(target.deadLetterArn, target.input ?? defaultInput(firing, context), { attributes }, cause);
  } catch (error) {
    console.error(printed, error);
  }
}

/** Sends a due schedule to its target as the schedule's role, with its retries, and to its dead-letter queue if all fail. */
export function fire(context: FireContext, schedule: Schedule, dueAt: number): void {
  const firing = { schedule, dueAt, executionId: randomUUID() };
  const now = context.clock.now();
  const mode = context.faults?.take('scheduler', schedule.name, ['duplicate', 'delay']);
  const late = { retries: 0, startedAt: now, dueAt: now + faultDelayMilliseconds };
  deliver(context, firing, mode === 'delay' ? late : undefined);
  if (mode === 'duplicate') deliver(context, firing);
}

/** Goes on with what had not reached its target when a process before this one ended. */
export function goOnFiring(context: FireContext): void {
  for (const [, { trying, ...firing }] of context.kept.entries()) deliver(context, firing, trying);
}

function deliver(context: FireContext, firing: Firing, from?: Trying): void {
  const { kept } = context;
  const { executionId, dueAt } = firing;
  const { cancel: _cancel, ...schedule } = firing.schedule;
  deliverWithRetries({
    kept: {
      put: (trying) => kept.put(executionId, { schedule, dueAt, executionId, trying }),
      remove: () => kept.remove(executionId),
    },
    from,
    clock: context.clock,
    label: `${schedule.arn} fires`,
    policy: schedule.target,
    attempt: (number) => attempt(context, firing, number),
    onLost: (loss) => bury(context, firing, loss),
  });
}
