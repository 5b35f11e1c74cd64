import {
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { describe, expect, it } from 'vitest';
import {
  anewEachTime,
  client,
  create,
  functionArn,
  minute,
  named,
  order,
  queueArn,
  roleArn,
  scheduler,
  start,
  target,
} from './scheduler-stage.ts';

anewEachTime();

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
