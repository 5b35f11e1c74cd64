import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClock } from '../../local/clock/clock.ts';
import type { Cause, Clock, Invocation, Json } from '../../local/model.ts';
import { createScheduler, type Scheduler } from '../../local/scheduler/scheduler.ts';
import { type StandInServer, serveStandIn, testCredentials } from './stand-in-server.ts';

const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const roleArn = (name: string) => `arn:aws:iam::000000000000:role/${name}`;
const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:worker';
const role = (name: string, service: string) => ({ arn: roleArn(name), statements: [], trustedServices: [service] });

const start = Date.UTC(2027, 0, 1);
const minute = 60_000;
let clock: Clock;
let scheduler: Scheduler;
let server: StandInServer;
let client: SchedulerClient;
let mayCall = true;
let isQueueBroken = false;
let sent: {
  queue: string;
  body: string;
  groupId?: string | undefined;
  attributes?: unknown;
  cause: Cause;
  at: number;
}[];
let invoked: { payload: Json; cause: Cause }[];

beforeEach(async () => {
  clock = createClock({ startAt: start });
  sent = [];
  invoked = [];
  mayCall = true;
  isQueueBroken = false;
  scheduler = createScheduler({
    clock,
    region: 'us-east-1',
    accountId: '000000000000',
    groups: ['room-timers'],
    roles: [role('timers', 'scheduler.amazonaws.com'), role('stranger', 'lambda.amazonaws.com')],
    may: (_role, action, resource) => mayCall || resource === queueArn('lost') || action !== 'sqs:SendMessage',
    send(queue, body, { groupId, attributes }, cause) {
      if (isQueueBroken && queue === queueArn('timers')) throw new Error('broken');
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

const order = (changes: Partial<CreateScheduleCommandInput> = {}): CreateScheduleCommandInput => ({
  Name: 'room-1-open',
  GroupName: 'room-timers',
  ScheduleExpression: 'at(2027-01-01T00:10:00)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: queueArn('timers'), RoleArn: roleArn('timers'), Input: '{"roomId":"1"}' },
  ...changes,
});
const create = (changes: Partial<CreateScheduleCommandInput> = {}) =>
  client.send(new CreateScheduleCommand(order(changes)));
const named = { Name: 'room-1-open', GroupName: 'room-timers' };
const target = (changes: object) => ({
  Arn: queueArn('timers'),
  RoleArn: roleArn('timers'),
  Input: '{"roomId":"1"}',
  ...changes,
});

describe('a one-time schedule', () => {
  it('sends its input to the queue at its minute, once, and stays', async () => {
    const { ScheduleArn } = await create();
    expect(ScheduleArn).toBe('arn:aws:scheduler:us-east-1:000000000000:schedule/room-timers/room-1-open');
    await clock.advance(9 * minute);
    expect(sent).toEqual([]);
    await clock.advance(2 * minute);
    expect(sent).toMatchObject([{ queue: queueArn('timers'), body: '{"roomId":"1"}', cause: { causedBy: 'req-3' } }]);
    expect(sent[0]?.at).toBe(600);
    await clock.advance(2 * 24 * 60 * minute);
    expect(sent).toHaveLength(1);
    expect(scheduler.list()).toHaveLength(1);
  });

  it('goes away afterwards when asked to', async () => {
    await create({ ActionAfterCompletion: 'DELETE' });
    await clock.advance(11 * minute);
    expect(sent).toHaveLength(1);
    expect(scheduler.list()).toEqual([]);
  });

  it('reads its time in its time zone, in summer and in winter', async () => {
    await create({ ScheduleExpression: 'at(2027-01-01T01:10:00)', ScheduleExpressionTimezone: 'Europe/Berlin' });
    await create({
      Name: 'summer',
      ScheduleExpression: 'at(2027-07-01T12:00:00)',
      ScheduleExpressionTimezone: 'America/New_York',
    });
    const due = scheduler.list().map(({ timing }) => (timing.kind === 'once' ? timing.at : 0));
    expect(due).toEqual([Date.UTC(2027, 0, 1, 0, 10), Date.UTC(2027, 6, 1, 16)]);
  });

  it('invokes a function, and fills in what Scheduler fills in', async () => {
    const Input =
      '{"arn":"<aws.scheduler.schedule-arn>","at":"<aws.scheduler.scheduled-time>","try":"<aws.scheduler.attempt-number>"}';
    await create({ Target: { Arn: functionArn, RoleArn: roleArn('timers'), Input } });
    await clock.advance(11 * minute);
    expect(invoked).toMatchObject([
      {
        payload: { arn: expect.stringContaining('room-1-open'), at: '2027-01-01T00:10:00Z', try: '1' },
        cause: { causedBy: 'req-3' },
      },
    ]);
  });

  it('sends a notice of its own when it has no input', async () => {
    await create({ Target: target({ Input: undefined }) });
    await clock.advance(11 * minute);
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
      source: 'aws.scheduler',
      'detail-type': 'Scheduled Event',
      detail: '{}',
    });
  });

  it('fires somewhere within its flexible window', async () => {
    await create({ FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 } });
    await clock.advance(26 * minute);
    expect(sent[0]?.at).toBeGreaterThan(600);
    expect(sent[0]?.at).toBeLessThan(1500);
  });

  it('does nothing while disabled or once deleted, and moves when updated', async () => {
    await create();
    await create({ Name: 'asleep', State: 'DISABLED' });
    await create({ Name: 'gone' });
    await client.send(new DeleteScheduleCommand({ Name: 'gone', GroupName: 'room-timers' }));
    await client.send(new UpdateScheduleCommand(order({ ScheduleExpression: 'at(2027-01-01T00:30:00)' })));
    await clock.advance(29 * minute);
    expect(sent).toEqual([]);
    await clock.advance(2 * minute);
    expect(sent).toHaveLength(1);
  });
});

describe('a schedule at a rate', () => {
  it('begins at its start, keeps its rhythm, runs once after a jump, and ends at its end', async () => {
    const at = (minutes: number) => new Date(start + minutes * minute);
    await create({
      ScheduleExpression: 'rate(5 minutes)',
      StartDate: at(10),
      EndDate: at(60),
      ActionAfterCompletion: 'DELETE',
    });
    await clock.advance(9 * minute);
    expect(sent).toHaveLength(0);
    await clock.advance(2 * minute);
    expect(sent).toHaveLength(1);
    await clock.advance(30 * minute);
    expect(sent).toHaveLength(2);
    for (let step = 0; step < 10; step += 1) await clock.advance(5 * minute);
    expect(sent.map((message) => Math.floor(message.at / 60)).slice(2)).toEqual([46, 51, 56, 61]);
    expect(scheduler.list()).toEqual([]);
  });
});

describe('a schedule at a rate that is kept', () => {
  it('is silent after its end', async () => {
    await create({ ScheduleExpression: 'rate(5 minutes)', EndDate: new Date(start + 12 * minute) });
    for (let step = 0; step < 12; step += 1) await clock.advance(5 * minute);
    expect(sent.map((message) => Math.floor(message.at / 60))).toEqual([0, 5, 10]);
    expect(scheduler.list()).toHaveLength(1);
  });
});

describe('a target that cannot be reached', () => {
  it('is tried as often as the retry policy says, and then the dead-letter queue gets the input', async () => {
    isQueueBroken = true;
    const RetryPolicy = { MaximumRetryAttempts: 2 };
    await create({ Target: target({ RetryPolicy, DeadLetterConfig: { Arn: queueArn('lost') } }) });
    await clock.advance(20 * minute);
    expect(sent).toMatchObject([
      {
        queue: queueArn('lost'),
        body: '{"roomId":"1"}',
        attributes: {
          RETRY_ATTEMPTS: '2',
          EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
          SCHEDULED_TIME: '2027-01-01T00:10:00Z',
        },
      },
    ]);
  });

  it('is given up when its input is too old', async () => {
    isQueueBroken = true;
    const RetryPolicy = { MaximumEventAgeInSeconds: 60 };
    await create({ Target: target({ RetryPolicy, DeadLetterConfig: { Arn: queueArn('lost') } }) });
    await clock.advance(12 * minute);
    expect(sent).toMatchObject([{ attributes: { EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' } }]);
  });

  it('is not tried again when the role may not call it', async () => {
    mayCall = false;
    await create({ Target: target({ DeadLetterConfig: { Arn: queueArn('lost') } }) });
    await clock.advance(11 * minute);
    expect(sent).toMatchObject([
      { queue: queueArn('lost'), attributes: { ERROR_CODE: 'AccessDeniedException', RETRY_ATTEMPTS: '0' } },
    ]);
  });

  it('is printed when there is no dead-letter queue', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    mayCall = false;
    await create();
    await clock.advance(11 * minute);
    expect(printed).toHaveBeenCalledWith(expect.stringContaining('could not reach'));
  });
});

describe('the schedule book', () => {
  it('shows a schedule as it was asked for, with its defaults', async () => {
    await create({ Description: 'opens the doors' });
    expect(await client.send(new GetScheduleCommand(named))).toMatchObject({
      ...named,
      Description: 'opens the doors',
      ScheduleExpression: 'at(2027-01-01T00:10:00)',
      ScheduleExpressionTimezone: 'UTC',
      State: 'ENABLED',
      ActionAfterCompletion: 'NONE',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: queueArn('timers'), Input: '{"roomId":"1"}' },
      CreationDate: expect.any(Date),
    });
  });

  it('lists by group and prefix, in pages', async () => {
    for (const Name of ['a-1', 'a-2', 'b-1']) await create({ Name });
    await create({ Name: 'a-3', GroupName: 'default' });
    const list = (input: object) =>
      client.send(new ListSchedulesCommand({ GroupName: 'room-timers', NamePrefix: 'a', ...input }));
    const first = await list({ MaxResults: 1 });
    expect(first.Schedules).toMatchObject([
      { Name: 'a-1', GroupName: 'room-timers', Target: { Arn: queueArn('timers') } },
    ]);
    const second = await list({ NextToken: first.NextToken });
    expect(second.Schedules?.map(({ Name }) => Name)).toEqual(['a-2']);
    expect(second.NextToken).toBeUndefined();
  });

  it('takes a repeat with the same client token for the same call, and another one for a conflict', async () => {
    const first = await create({ ClientToken: 'token-1' });
    expect((await create({ ClientToken: 'token-1' })).ScheduleArn).toBe(first.ScheduleArn);
    await expect(create({ ClientToken: 'token-2' })).rejects.toMatchObject({ name: 'ConflictException' });
    await expect(create({ ClientToken: 'token-1', Description: 'other' })).rejects.toMatchObject({
      name: 'ConflictException',
    });
    const remove = () => client.send(new DeleteScheduleCommand({ ...named, ClientToken: 'token-3' }));
    await remove();
    await remove();
    expect(scheduler.list()).toEqual([]);
  });

  it('knows what it does not have', async () => {
    const missing = { name: 'ResourceNotFoundException', $metadata: expect.objectContaining({ httpStatusCode: 404 }) };
    await expect(client.send(new GetScheduleCommand(named))).rejects.toMatchObject(missing);
    await expect(client.send(new DeleteScheduleCommand(named))).rejects.toMatchObject(missing);
    await expect(client.send(new UpdateScheduleCommand(order()))).rejects.toMatchObject(missing);
    await expect(create({ GroupName: 'nowhere' })).rejects.toMatchObject(missing);
  });

  it.each<[string, Partial<CreateScheduleCommandInput>]>([
    ['a name with a space', { Name: 'room 1' }],
    ['a name of 65 characters', { Name: 'x'.repeat(65) }],
    ['a day that does not exist', { ScheduleExpression: 'at(2027-02-30T10:00:00)' }],
    ['a time with a zone in it', { ScheduleExpression: 'at(2027-02-03T10:00:00Z)' }],
    ['a time in the past', { ScheduleExpression: 'at(2026-12-31T23:00:00)' }],
    ['an unknown time zone', { ScheduleExpressionTimezone: 'Mars/Base' }],
    ['a flexible window without its length', { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }],
    ['the length of a window that is off', { FlexibleTimeWindow: { Mode: 'OFF', MaximumWindowInMinutes: 5 } }],
    ['an end before the start', { StartDate: new Date(start + 9 * minute), EndDate: new Date(start + 5 * minute) }],
    ['a role that does not trust the scheduler', { Target: target({ RoleArn: roleArn('stranger') }) }],
    ['a role that does not exist', { Target: target({ RoleArn: roleArn('nobody') }) }],
    ['a universal target', { Target: target({ Arn: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage' }) }],
    ['a FIFO queue without a group', { Target: target({ Arn: queueArn('x.fifo') }) }],
    ['input of a function that is not JSON', { Target: target({ Arn: functionArn, Input: 'hello' }) }],
    ['too many retries', { Target: target({ RetryPolicy: { MaximumRetryAttempts: 186 } }) }],
  ])('refuses %s', async (_name, changes) => {
    await expect(create(changes)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('says that it does not do cron', async () => {
    await expect(create({ ScheduleExpression: 'cron(0 10 * * ? *)' })).rejects.toThrow('does not do cron');
  });

  it('refuses calls and parameters it does not cover, and says which', async () => {
    await expect(create({ KmsKeyArn: 'arn:x' })).rejects.toThrow('CreateSchedule with KmsKeyArn');
    await expect(client.send(new CreateScheduleGroupCommand({ Name: 'x' }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 501 },
    });
  });

  it('asks the policy check for the schedule and for handing its role over', () => {
    const input = { ...named, Target: { RoleArn: roleArn('timers') } };
    const resource = 'arn:aws:scheduler:us-east-1:000000000000:schedule/room-timers/room-1-open';
    expect(scheduler.standIn.asks('CreateSchedule', input)).toEqual([
      { action: 'scheduler:CreateSchedule', resource },
      {
        action: 'iam:PassRole',
        resource: roleArn('timers'),
        context: { 'iam:passedtoservice': ['scheduler.amazonaws.com'] },
      },
    ]);
    expect(scheduler.standIn.asks('DeleteSchedule', named)).toEqual([{ action: 'scheduler:DeleteSchedule', resource }]);
  });
});
