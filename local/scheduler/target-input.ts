import { defaultRetryPolicy } from '../bus/retry.ts';
import { refuseUnknown } from '../bus/wire-input.ts';
import type { JsonObject } from '../model.ts';
import { invalid, reader } from './refusals.ts';
import type { Target } from './schedule.ts';

/** "The maximum size of the Input field is 256 KB" (CreateSchedule, Target). */
const maxInputBytes = 262_144;
const fields = ['Arn', 'RoleArn', 'Input', 'RetryPolicy', 'DeadLetterConfig', 'SqsParameters'];
const rolePattern = /^arn:aws:iam::\d{12}:role\/[\w+=,.@\-/]+$/;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function readInput(target: JsonObject, service: string): string | undefined {
  const input = reader.optionalText(target, 'Input');
  if (input === undefined) return undefined;
  if (Buffer.byteLength(input) > maxInputBytes) throw invalid(`Input must be at most ${maxInputBytes} bytes.`);
  if (service === 'lambda' && !isJson(input)) throw invalid('Input must be well-formed JSON for a Lambda target.');
  return input;
}

function readGroup(target: JsonObject, arn: string): string | undefined {
  const parameters = reader.optionalObject(target, 'SqsParameters') ?? {};
  refuseUnknown('Scheduler SqsParameters', parameters, ['MessageGroupId']);
  const groupId = reader.optionalText(parameters, 'MessageGroupId');
  if (arn.endsWith('.fifo') && groupId === undefined)
    throw invalid('MessageGroupId must be specified for a FIFO queue.');
  return groupId;
}

function readArn(target: JsonObject): string {
  const arn = reader.text(target, 'Arn');
  const service = arn.split(':')[2];
  if (service === 'sqs' || service === 'lambda') return arn;
  throw invalid(`The local cloud schedules queues and functions only, not ${arn}.`);
}

/** Reads a schedule's target: a queue or a function; others, and universal targets, are refused. */
export function readTarget(target: JsonObject): Target {
  refuseUnknown('Scheduler Target', target, fields);
  const arn = readArn(target);
  const roleArn = reader.text(target, 'RoleArn');
  if (!rolePattern.test(roleArn)) throw invalid('RoleArn is not the arn of a role.');
  const retry = reader.optionalObject(target, 'RetryPolicy') ?? {};
  refuseUnknown('Scheduler RetryPolicy', retry, ['MaximumRetryAttempts', 'MaximumEventAgeInSeconds']);
  const { maxRetries, maxAgeSeconds } = defaultRetryPolicy;
  return {
    arn,
    roleArn,
    input: readInput(target, arn.split(':')[2] ?? ''),
    groupId: readGroup(target, arn),
    deadLetterArn: reader.optionalText(reader.optionalObject(target, 'DeadLetterConfig') ?? {}, 'Arn'),
    maxRetries: reader.optionalNumber(retry, 'MaximumRetryAttempts', 0, 185) ?? maxRetries,
    maxAgeSeconds: reader.optionalNumber(retry, 'MaximumEventAgeInSeconds', 60, 86_400) ?? maxAgeSeconds,
  };
}
