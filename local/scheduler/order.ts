import { refuseUnknown } from '../bus/wire-input.ts';
import type { JsonObject } from '../model.ts';
import { readExpression, type Timing } from './expression.ts';
import { invalid, reader } from './refusals.ts';
import type { ScheduleOrder } from './schedule.ts';
import { readTarget } from './target-input.ts';
import { isTimeZone } from './time-zone.ts';

const fields = [
  'Name',
  'GroupName',
  'ScheduleExpression',
  'ScheduleExpressionTimezone',
  'StartDate',
  'EndDate',
  'Description',
  'State',
  'Target',
  'FlexibleTimeWindow',
  'ClientToken',
  'ActionAfterCompletion',
];
const namePattern = /^[0-9a-zA-Z\-_.]{1,64}$/;

/** Invocation has "60 second precision": a time that far back is still the current minute. Earlier ones are refused. */
const toleranceMilliseconds = 60_000;

/** A schedule's or group's name. */
export function readName(input: JsonObject, field: string, fallback?: string): string {
  const name = reader.optionalText(input, field) ?? fallback ?? '';
  if (namePattern.test(name)) return name;
  throw invalid(`${field} must be 1 to 64 letters, digits, hyphens, underscores and periods.`);
}

function readTiming(input: JsonObject, now: number): Timing {
  const zone = reader.optionalText(input, 'ScheduleExpressionTimezone') ?? 'UTC';
  if (!isTimeZone(zone)) throw invalid(`Invalid time zone: ${zone}.`);
  const expression = reader.text(input, 'ScheduleExpression');
  if (expression.startsWith('cron(')) throw invalid(`The local cloud does not do cron schedules: ${expression}.`);
  const timing = readExpression(expression, zone);
  if (timing === undefined) throw invalid(`Invalid Schedule Expression ${expression}.`);
  if (timing.kind === 'once' && timing.at < now - toleranceMilliseconds) {
    throw invalid(`The schedule's time is in the past: ${expression}.`);
  }
  return timing;
}

function readChoice(input: JsonObject, name: string, choices: readonly string[]): string {
  const value = reader.optionalText(input, name) ?? choices[0] ?? '';
  if (choices.includes(value)) return value;
  throw invalid(`${name} must be one of ${choices.join(', ')}.`);
}

/** Minutes of the flexible window; 0 when it is off. */
function readWindow(input: JsonObject): number {
  const window = reader.optionalObject(input, 'FlexibleTimeWindow');
  if (window === undefined) throw invalid('FlexibleTimeWindow is required.');
  refuseUnknown('Scheduler FlexibleTimeWindow', window, ['Mode', 'MaximumWindowInMinutes']);
  const mode = reader.text(window, 'Mode');
  const minutes = reader.optionalNumber(window, 'MaximumWindowInMinutes', 1, 1440);
  if (mode === 'OFF' && minutes === undefined) return 0;
  if (mode === 'FLEXIBLE' && minutes !== undefined) return minutes;
  throw invalid('FlexibleTimeWindow is OFF without, or FLEXIBLE with, MaximumWindowInMinutes.');
}

function readMoment(input: JsonObject, name: string): number | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'number') throw invalid(`${name} is not a time.`);
  return value * 1000;
}

/** "Ignores StartDate and EndDate for one-time schedules", but not their order. */
function readSpan(input: JsonObject, now: number): Pick<ScheduleOrder, 'startAt' | 'endAt'> {
  const startAt = readMoment(input, 'StartDate');
  const endAt = readMoment(input, 'EndDate');
  if (endAt !== undefined && endAt <= (startAt ?? now))
    throw invalid('EndDate must come after StartDate and after now.');
  return { startAt, endAt };
}

/** Reads CreateSchedule and UpdateSchedule; what is left out takes its default. Throws ValidationException. */
export function readOrder(operation: string, input: JsonObject, now: number): ScheduleOrder {
  refuseUnknown(`Scheduler ${operation}`, input, fields);
  const { ClientToken: _, ...asked } = input;
  const state = readChoice(input, 'State', ['ENABLED', 'DISABLED']);
  const action = readChoice(input, 'ActionAfterCompletion', ['NONE', 'DELETE']);
  const target = reader.optionalObject(input, 'Target');
  if (target === undefined) throw invalid('Target is required.');
  const zone = reader.optionalText(input, 'ScheduleExpressionTimezone') ?? 'UTC';
  const group = readName(input, 'GroupName', 'default');
  return {
    name: readName(input, 'Name'),
    group,
    timing: readTiming(input, now),
    ...readSpan(input, now),
    windowMinutes: readWindow(input),
    isEnabled: state === 'ENABLED',
    isDeletedAfterwards: action === 'DELETE',
    target: readTarget(target),
    asked: {
      ...asked,
      GroupName: group,
      State: state,
      ActionAfterCompletion: action,
      ScheduleExpressionTimezone: zone,
    },
  };
}
