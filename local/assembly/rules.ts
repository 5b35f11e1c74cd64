import type { Json, JsonObject, RuleModel } from '../model.ts';
import { toList, toNumber, toObject, toOptional, toText } from './json.ts';
import { allowOnly } from './properties.ts';
import type { Resource } from './world.ts';

const known = ['Description', 'EventBusName', 'EventPattern', 'Name', 'ScheduleExpression', 'State', 'Targets'];
const knownOfTarget = ['Arn', 'DeadLetterConfig', 'Id', 'Input', 'RetryPolicy', 'RoleArn', 'SqsParameters'];

const unitSeconds: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

/** Seconds of a `rate(…)` expression; `cron(…)` is refused. */
export function toEverySeconds(expression: string, label: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const seconds = unitSeconds[unit ?? ''];
  if (count === undefined || seconds === undefined) {
    throw new Error(`${label}: the embedded cloud does not know the schedule ${expression}`);
  }
  return Number(count) * seconds;
}

function toTarget(value: Json, label: string): RuleModel['targets'][number] {
  const target = toObject(value, label);
  const unknown = Object.keys(target).filter((name) => !knownOfTarget.includes(name));
  if (unknown.length > 0)
    throw new Error(`${label}: the embedded cloud does not know ${unknown.join(', ')} of a target`);
  const part = (name: string): JsonObject => toOptional(target[name], label, toObject) ?? {};
  const input = toOptional(target['Input'], label, toText);
  const parsed: Json | undefined = input === undefined ? undefined : JSON.parse(input);
  const deadLetterArn = toOptional(part('DeadLetterConfig')['Arn'], label, toText);
  const maxRetries = toOptional(part('RetryPolicy')['MaximumRetryAttempts'], label, toNumber);
  const messageGroupId = toOptional(part('SqsParameters')['MessageGroupId'], label, toText);
  return {
    arn: toText(target['Arn'], label),
    ...(parsed !== undefined && { input: parsed }),
    ...(deadLetterArn !== undefined && { deadLetterArn }),
    ...(maxRetries !== undefined && { maxRetries }),
    ...(messageGroupId !== undefined && { messageGroupId }),
  };
}

/** A rule of the default bus, by pattern or by rate. Disabled ones are left out. */
export function toRule(resource: Resource): RuleModel | undefined {
  allowOnly(resource, known);
  const { label } = resource;
  if (resource.read('State') === 'DISABLED') return undefined;
  const bus = toOptional(resource.read('EventBusName'), label, toText) ?? 'default';
  if (bus !== 'default' && !bus.endsWith(':event-bus/default')) {
    throw new Error(`${label}: the embedded cloud has the default bus only`);
  }
  const pattern = toOptional(resource.read('EventPattern'), label, toObject);
  const schedule = toOptional(resource.read('ScheduleExpression'), label, toText);
  return {
    name: resource.name,
    ...(pattern && { pattern }),
    ...(schedule !== undefined && { everySeconds: toEverySeconds(schedule, label) }),
    targets: toList(resource.read('Targets'), label).map((target) => toTarget(target, label)),
  };
}
