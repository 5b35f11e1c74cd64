import type { Cancel, Cause, JsonObject } from '../model.ts';
import type { Timing } from './expression.ts';

export type Target = {
  readonly arn: string;
  readonly roleArn: string;
  readonly input?: string | undefined;
  readonly groupId?: string | undefined;
  readonly deadLetterArn?: string | undefined;
  readonly maxRetries: number;
  readonly maxAgeSeconds: number;
};

/** What CreateSchedule and UpdateSchedule ask for. Times are epoch milliseconds. */
export type ScheduleOrder = {
  readonly name: string;
  readonly group: string;
  readonly timing: Timing;
  readonly startAt?: number | undefined;
  readonly endAt?: number | undefined;
  readonly windowMinutes: number;
  readonly isEnabled: boolean;
  readonly isDeletedAfterwards: boolean;
  readonly target: Target;
  /** The parameters as given, with defaults, for GetSchedule. */
  readonly asked: JsonObject;
};

export type Schedule = ScheduleOrder & {
  readonly arn: string;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly cause: Cause;
  /** The next beat of a rhythm, with its delay in the window. */
  nextAt?: number;
  /** A single time that has come; the schedule stays until somebody deletes it. */
  hasFired?: boolean;
  cancel?: Cancel;
};
