import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { clientOnce } from './clients.ts';
import type { Wiring } from './wiring.ts';

const clientOf = clientOnce(() => new SchedulerClient({ maxAttempts: 2 }));

/** How often two who plan one schedule at once may get into each other's way. */
const attempts = 4;

/** A timer that fires a moment early finds nothing to do, and is lost. */
const fullSecond = (at: string): string => new Date(Math.ceil(Date.parse(at) / 1000) * 1000).toISOString();

/** One-off schedules, one per room and occasion, deleted when they have fired. They fire into the timers queue. */
export const scheduler = (wiring: Wiring) => {
  const client = clientOf(wiring);
  const place = () => {
    if (!wiring.scheduler) throw new Error('This unit may not make schedules');
    return wiring.scheduler;
  };
  const remove = async (name: string): Promise<void> => {
    try {
      await client.send(new DeleteScheduleCommand({ GroupName: place().group, Name: name }));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  };
  return {
    /** Makes the schedule, or moves it: a schedule of that name is replaced. `at` is ISO 8601 in UTC, fired at the next full second. */
    async plan(name: string, at: string, payload: object): Promise<void> {
      const { group, roleArn, targetArn } = place();
      const command = new CreateScheduleCommand({
        GroupName: group,
        Name: name,
        ScheduleExpression: `at(${fullSecond(at).slice(0, 19)})`,
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: { Arn: targetArn, RoleArn: roleArn, Input: JSON.stringify(payload) },
      });
      for (let attempt = 1; ; attempt += 1) {
        try {
          await client.send(command);
          return;
        } catch (error) {
          // Another one may make it again between our removing and making it.
          if (!(error instanceof ConflictException) || attempt >= attempts) throw error;
          await remove(name);
        }
      }
    },
    remove,
  };
};
