import { expect, test } from 'vitest';
import { InvalidFault } from '../../local/faults/fault.ts';
import { createFaults } from '../../local/faults/faults.ts';
import { withFaults } from '../../local/faults/invocations.ts';
import type { FaultMode, Invocation } from '../../local/model.ts';
import { temporaryFolder } from './folders.ts';
import { openParts } from './keeping-stage.ts';
import { arn } from './queues-stage.ts';

const sensible: Readonly<Record<string, readonly FaultMode[]>> = {
  dynamodb: ['fail-before', 'apply-then-fail', 'delay', 'throttle', 'conflict'],
  sqs: ['fail-before', 'apply-then-fail', 'delay', 'throttle', 'duplicate', 'reorder'],
  events: ['fail-before', 'apply-then-fail', 'delay', 'throttle', 'duplicate', 'drop', 'reorder'],
  scheduler: ['fail-before', 'apply-then-fail', 'delay', 'throttle', 'conflict', 'duplicate'],
  chime: ['fail-before', 'apply-then-fail', 'delay', 'throttle', 'conflict', 'duplicate', 'drop', 'reorder'],
  appsync: ['fail-before', 'apply-then-fail', 'delay', 'throttle', 'duplicate', 'drop', 'reorder'],
  secretsmanager: ['fail-before', 'apply-then-fail', 'delay', 'throttle'],
  streams: ['delay', 'duplicate'],
  lambda: ['fail-before', 'apply-then-fail', 'delay', 'throttle', 'duplicate'],
};
const all: readonly FaultMode[] = sensible['chime'] ?? [];

test.each(Object.entries(sensible))(
  '%s takes the modes that make sense there and refuses the others by name',
  (service, modes) => {
    for (const mode of all) {
      const attempt = () => createFaults().add({ service, mode });
      if (modes.includes(mode)) expect(attempt, mode).not.toThrow();
      else expect(attempt, mode).toThrow(`mode ${mode} is not for ${service}, which takes ${modes[0]}`);
    }
  },
);

test('what a FIFO queue and a read never meet is refused by name', () => {
  const add = (fault: { service: string; operation: string; mode: string }) => () => createFaults().add(fault);
  expect(add({ service: 'sqs', operation: 'frames.fifo', mode: 'reorder' })).toThrow(InvalidFault);
  expect(add({ service: 'dynamodb', operation: 'GetItem', mode: 'conflict' })).toThrow('conflict is not for GetItem');
  expect(add({ service: 'dynamodb', operation: 'UpdateItem', mode: 'conflict' })).not.toThrow();
});

test('a function fails before it runs, or after, or runs twice, or is turned away', async () => {
  const faults = createFaults();
  let runs = 0;
  const invoke = withFaults(async (): Promise<Invocation> => {
    runs += 1;
    return { isOk: true, payload: runs };
  }, faults);
  const outcomes: unknown[] = [];
  for (const mode of ['fail-before', 'apply-then-fail', 'throttle', 'duplicate', 'delay'] as const) {
    faults.add({ service: 'lambda', operation: 'teller', mode, ...(mode === 'delay' && { delaySeconds: 0.01 }) });
    await invoke('arn:aws:lambda:us-east-1:000000000000:function:other', null, {});
    runs = 0;
    const answer = await invoke('arn:aws:lambda:us-east-1:000000000000:function:teller', null, {});
    outcomes.push([mode, runs, answer.isOk || answer.errorType]);
  }
  expect(outcomes).toEqual([
    ['fail-before', 0, 'Runtime.Unknown'],
    ['apply-then-fail', 1, 'Runtime.Unknown'],
    ['throttle', 0, 'TooManyRequestsException'],
    ['duplicate', 2, true],
    ['delay', 1, true],
  ]);
});

test('a schedule fires twice, or half a minute late', async () => {
  const { call, clock, faults, queues } = openParts(await temporaryFolder());
  const at = (seconds: number) => `at(${new Date(clock.now() + seconds * 1000).toISOString().slice(0, 19)})`;
  const order = (Name: string, ScheduleExpression: string) => ({
    Name,
    ScheduleExpression,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: arn('lost'), RoleArn: 'arn:aws:iam::000000000000:role/timers', Input: Name },
  });
  faults.add({ service: 'scheduler', operation: 'late', mode: 'delay' });
  faults.add({ service: 'scheduler', operation: 'twice', mode: 'duplicate' });
  await call('scheduler', 'CreateSchedule', order('late', at(10)));
  await call('scheduler', 'CreateSchedule', order('twice', at(10)));
  const bodies = () => queues.messages(arn('lost')).map(({ body }) => body);
  await clock.advance(11_000);
  expect(bodies()).toEqual(['twice', 'twice']);
  await clock.advance(30_000);
  expect(bodies()).toEqual(['twice', 'twice', 'late']);
});
