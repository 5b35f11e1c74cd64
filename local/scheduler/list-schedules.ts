import { refuseUnknown } from '../bus/wire-input.ts';
import type { JsonObject } from '../model.ts';
import { invalid, reader } from './refusals.ts';
import type { Schedule } from './schedule.ts';

const seconds = (milliseconds: number): number => milliseconds / 1000;

/** A schedule as GetSchedule answers it; times are epoch seconds. */
export function toAnswer(schedule: Schedule): JsonObject {
  return {
    ...schedule.asked,
    Arn: schedule.arn,
    CreationDate: seconds(schedule.createdAt),
    LastModificationDate: seconds(schedule.changedAt),
  };
}

function toSummary(schedule: Schedule): JsonObject {
  return {
    Arn: schedule.arn,
    Name: schedule.name,
    GroupName: schedule.group,
    State: schedule.isEnabled ? 'ENABLED' : 'DISABLED',
    CreationDate: seconds(schedule.createdAt),
    LastModificationDate: seconds(schedule.changedAt),
    Target: { Arn: schedule.target.arn },
  };
}

/** ListSchedules: by group, prefix of the name and state, at most 100 a page; the token is the last arn of the page. */
export function listSchedules(schedules: readonly Schedule[], input: JsonObject): JsonObject {
  refuseUnknown('Scheduler ListSchedules', input, ['GroupName', 'NamePrefix', 'State', 'MaxResults', 'NextToken']);
  const count = Number(input['MaxResults'] ?? 100);
  if (!(Number.isInteger(count) && count >= 1 && count <= 100)) throw invalid('MaxResults must be from 1 to 100.');
  const group = reader.optionalText(input, 'GroupName');
  const prefix = reader.optionalText(input, 'NamePrefix') ?? '';
  const state = reader.optionalText(input, 'State');
  const after = reader.optionalText(input, 'NextToken') ?? '';
  const fitting = schedules.filter(
    (schedule) =>
      schedule.arn > after &&
      (group === undefined || schedule.group === group) &&
      schedule.name.startsWith(prefix) &&
      (state === undefined || schedule.isEnabled === (state === 'ENABLED')),
  );
  const page = fitting.slice(0, count);
  const last = page.at(-1);
  const hasMore = fitting.length > page.length && last !== undefined;
  return { Schedules: page.map(toSummary), ...(hasMore ? { NextToken: last.arn } : {}) };
}
