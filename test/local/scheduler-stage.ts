import { CreateScheduleCommand, type CreateScheduleCommandInput, SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, vi } from 'vitest';
import { createClock } from '../../local/clock/clock.ts';
import type { Cause, Clock, Invocation, Json } from '../../local/model.ts';
import { createScheduler, type Scheduler } from '../../local/scheduler/scheduler.ts';
import { type StandInServer, serveStandIn, testCredentials } from './stand-in-server.ts';

export const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
export const roleArn = (name: string) => `arn:aws:iam::000000000000:role/${name}`;
export const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:worker';
const role = (name: string, service: string, targets: string[]) => ({
  arn: roleArn(name),
  statements: [{ Effect: 'Allow', Action: ['sqs:SendMessage', 'lambda:InvokeFunction'], Resource: targets }],
  trustedServices: [service],
});

export const start = Date.UTC(2027, 0, 1);
export const minute = 60_000;
export let clock: Clock;
export let scheduler: Scheduler;
let server: StandInServer;
export let client: SchedulerClient;
/** Set by a test to break the queue `timers` for a while. */
export const trouble = { isQueueBroken: false };
export let sent: {
  queue: string;
  body: string;
  groupId?: string | undefined;
  attributes?: unknown;
  cause: Cause;
  at: number;
}[];
export let invoked: { payload: Json; cause: Cause }[];

/** Before each test of the file that calls this; a worker loads this file once for many of them. */
export function anewEachTime(): void {
  beforeEach(async () => {
    clock = createClock({ startAt: start });
    sent = [];
    invoked = [];
    trouble.isQueueBroken = false;
    scheduler = createScheduler({
      clock,
      region: 'us-east-1',
      accountId: '000000000000',
      groups: ['room-timers'],
      roles: [
        role('timers', 'scheduler.amazonaws.com', [queueArn('*'), functionArn]),
        role('timid', 'scheduler.amazonaws.com', [queueArn('lost')]),
        role('stranger', 'lambda.amazonaws.com', ['*']),
      ],
      send(queue, body, { groupId, attributes }, cause) {
        if (trouble.isQueueBroken && queue === queueArn('timers')) throw new Error('broken');
        sent.push({ queue, body, groupId, attributes, cause, at: Math.floor((clock.now() - start) / 1000) });
      },
      async invoke(_arn, payload, cause): Promise<Invocation> {
        invoked.push({ payload, cause });
        return { isOk: true, payload: null };
      },
    });
    server = await serveStandIn(scheduler.standIn, { requestId: 'req-3' });
    client = new SchedulerClient({
      endpoint: server.url,
      region: 'us-east-1',
      credentials: testCredentials,
      maxAttempts: 1,
    });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    client.destroy();
    clock.close();
    await server.close();
  });
}

export const order = (changes: Partial<CreateScheduleCommandInput> = {}): CreateScheduleCommandInput => ({
  Name: 'room-1-open',
  GroupName: 'room-timers',
  ScheduleExpression: 'at(2027-01-01T00:10:00)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: queueArn('timers'), RoleArn: roleArn('timers'), Input: '{"roomId":"1"}' },
  ...changes,
});
export const create = (changes: Partial<CreateScheduleCommandInput> = {}) =>
  client.send(new CreateScheduleCommand(order(changes)));
export const named = { Name: 'room-1-open', GroupName: 'room-timers' };
export const target = (changes: object) => ({
  Arn: queueArn('timers'),
  RoleArn: roleArn('timers'),
  Input: '{"roomId":"1"}',
  ...changes,
});
