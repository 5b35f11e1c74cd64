import { DeleteScheduleCommand, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { describe, expect, it, vi } from 'vitest';
import {
  anewEachTime,
  client,
  clock,
  create,
  functionArn,
  invoked,
  minute,
  order,
  queueArn,
  roleArn,
  scheduler,
  sent,
  start,
  target,
  trouble,
} from './scheduler-stage.ts';

anewEachTime();

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
    trouble.isQueueBroken = true;
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
    trouble.isQueueBroken = true;
    const RetryPolicy = { MaximumEventAgeInSeconds: 60 };
    await create({ Target: target({ RetryPolicy, DeadLetterConfig: { Arn: queueArn('lost') } }) });
    await clock.advance(12 * minute);
    expect(sent).toMatchObject([{ attributes: { EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' } }]);
  });

  it('is not tried again when the role may not call it', async () => {
    await create({ Target: target({ RoleArn: roleArn('timid'), DeadLetterConfig: { Arn: queueArn('lost') } }) });
    await clock.advance(11 * minute);
    expect(sent).toMatchObject([
      { queue: queueArn('lost'), attributes: { ERROR_CODE: 'AccessDeniedException', RETRY_ATTEMPTS: '0' } },
    ]);
  });

  it('is printed when there is no dead-letter queue', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    await create({ Target: target({ RoleArn: roleArn('timid') }) });
    await clock.advance(11 * minute);
    expect(printed).toHaveBeenCalledWith(expect.stringContaining('could not reach'));
  });
});
