import { describe, expect, test } from 'vitest';
import { temporaryFolder } from './folders.ts';
import { broken, leftBy, never, openParts, restart } from './keeping-stage.ts';
import { arn } from './queues-stage.ts';

describe('the bus', () => {
  const live = { source: 'rostrum', detailType: 'room.live', detail: { roomId: '1' } };

  test('an event that a function failed on is tried again when it would have been', async () => {
    const folder = await temporaryFolder();
    const before = openParts(folder, { answer: () => broken });
    before.bus.emit(live);
    await before.clock.drain();
    const after = await restart(before);
    await after.clock.advance(50_000);
    expect(after.invoked).toEqual([]);
    await after.clock.advance(11_000);
    expect(after.invoked).toMatchObject([{ 'detail-type': 'room.live', detail: { roomId: '1' } }]);
    const last = await restart(after);
    await last.clock.advance(500_000);
    expect(last.invoked).toEqual([]);
  });

  test('an event that was with a function when the process died comes again', async () => {
    const folder = await temporaryFolder();
    const before = openParts(folder, { answer: never });
    before.bus.emit(live);
    const after = await restart(before);
    await after.clock.drain();
    expect(after.invoked).toMatchObject([{ detail: { roomId: '1' } }]);
  });

  test('an event that a fault holds back is not lost', async () => {
    const folder = await temporaryFolder();
    const before = openParts(folder);
    before.faults.add({ service: 'events', operation: 'room.live', mode: 'delay' });
    before.bus.emit(live);
    const after = await restart(before);
    await after.clock.advance(31_000);
    expect(after.invoked).toHaveLength(1);
  });

  test('its history goes on, and a rule with a rhythm keeps its beat', async () => {
    const folder = await temporaryFolder();
    const before = openParts(folder);
    before.bus.emit(live);
    await before.clock.advance(500_000);
    before.invoked.length = 0;
    const after = await restart(before);
    expect(after.bus.history()).toEqual(before.bus.history());
    await after.clock.advance(90_000);
    expect(after.invoked).toEqual([]);
    await after.clock.advance(20_000);
    expect(after.invoked).toMatchObject([{ 'detail-type': 'Scheduled Event' }]);
  });
});

describe('schedules and the clock', () => {
  const soon = (parts: { clock: { now(): number } }, seconds: number) =>
    new Date(parts.clock.now() + seconds * 1000).toISOString().slice(0, 19);
  const order = (name: string, expression: string, more = {}) => ({
    Name: name,
    ScheduleExpression: expression,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: arn('lost'), RoleArn: 'arn:aws:iam::000000000000:role/timers', Input: name },
    ...more,
  });

  test('a schedule fires once: also when its time came while nothing ran', async () => {
    const folder = await temporaryFolder();
    const before = openParts(folder);
    await before.call('scheduler', 'CreateSchedule', order('early', `at(${soon(before, 10)})`));
    await before.call('scheduler', 'CreateSchedule', order('late', `at(${soon(before, 100)})`));
    await before.call('scheduler', 'CreateSchedule', order('far', `at(${soon(before, 1000)})`));
    await before.clock.advance(50_000);
    const left = await leftBy(folder);
    // The clock that is kept stands further ahead, as if the process had been gone for so long.
    const gone = openParts(left);
    await gone.clock.drain();
    gone.keeping.shelf<number>('clock').put('offset', 400_000);
    await gone.keeping.close();
    const after = openParts(left);
    await after.clock.drain();
    expect(after.queues.messages(arn('lost')).map(({ body }) => body)).toEqual(['early', 'late']);
    expect(after.scheduler.list().map(({ name }) => name)).toEqual(['early', 'far', 'late']);
  });

  test('a rhythm keeps its beat, and a deleted schedule stays away', async () => {
    const folder = await temporaryFolder();
    const before = openParts(folder);
    await before.call('scheduler', 'CreateSchedule', order('beat', 'rate(10 minutes)'));
    await before.call('scheduler', 'CreateSchedule', order('gone', 'rate(10 minutes)'));
    await before.call('scheduler', 'DeleteSchedule', { Name: 'gone' });
    await before.clock.advance(300_000);
    const count = before.queues.depth(arn('lost'));
    const after = await restart(before);
    await after.clock.advance(290_000);
    expect(after.queues.depth(arn('lost'))).toBe(count);
    await after.clock.advance(20_000);
    expect(after.queues.depth(arn('lost'))).toBe(count + 1);
  });

  test('time goes on from where it had been moved to', async () => {
    const folder = await temporaryFolder();
    const before = openParts(folder);
    await before.clock.advance(86_400_000);
    const after = await restart(before);
    expect(Math.abs(after.clock.now() - before.clock.now())).toBeLessThan(100);
  });
});
