import { describe, expect, it, vi } from 'vitest';
import type { BusOptions } from '../../local/bus/bus.ts';
import type { Invocation } from '../../local/model.ts';
import {
  anewEachTime,
  bus,
  calls,
  clock,
  emit,
  functionArn,
  functionModel,
  isLive,
  names,
  once,
  queueArn,
  readDetail,
  readEvent,
  rule,
  sent,
  start,
} from './bus-stage.ts';

anewEachTime();

describe('a function that fails on an event', () => {
  const broken: Invocation = { isOk: false, errorType: 'Error', errorMessage: 'broken' };

  it('is tried twice more, after one and two minutes, and then gives the event to its dead-letter queue', async () => {
    start([rule(isLive)], { answer: () => broken, functions: [functionModel('teller', queueArn('lost'))] });
    emit('room.live');
    await clock.advance(55_000);
    expect(calls).toHaveLength(1);
    await clock.advance(10_000);
    expect(calls).toHaveLength(2);
    await clock.advance(110_000);
    expect(calls).toHaveLength(2);
    await clock.advance(15_000);
    expect(calls).toHaveLength(3);
    expect(sent).toMatchObject([{ queue: queueArn('lost'), attributes: { ErrorMessage: 'broken' } }]);
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({ 'detail-type': 'room.live' });
  });

  it('loses the event loudly when it has no such queue', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    start([rule(isLive)], { answer: () => broken });
    emit('room.live');
    await clock.advance(200_000);
    expect(printed).toHaveBeenCalledWith(expect.stringContaining('its event is lost'));
  });
});

describe('a target that cannot be reached', () => {
  it('hands the event to the dead-letter queue of the target, with the reason', async () => {
    start([rule(isLive, functionArn('gone'), { deadLetterArn: queueArn('undelivered') })], {
      functions: [functionModel('teller')],
    });
    emit('room.live');
    await clock.drain();
    expect(sent).toMatchObject([
      {
        queue: queueArn('undelivered'),
        attributes: { ERROR_CODE: 'ResourceNotFoundException', TARGET_ARN: functionArn('gone') },
      },
    ]);
  });

  it('is tried again for as long as the rule says when the trouble may pass', async () => {
    let tries = 0;
    const send: BusOptions['send'] = (queue, body) => {
      tries += 1;
      if (queue === queueArn('busy')) throw new Error('busy');
      sent.push({ queue, body });
    };
    start([rule(isLive, queueArn('busy'), { maxRetries: 3, deadLetterArn: queueArn('undelivered') })], { send });
    emit('room.live');
    await clock.advance(60_000);
    expect(tries).toBe(5);
    expect(sent.map(({ queue }) => queue)).toEqual([queueArn('undelivered')]);
  });

  it('gets the event when it is back', async () => {
    const send: BusOptions['send'] = (queue, body) => {
      if (clock.now() < Date.UTC(2027, 0, 1, 1)) throw new Error('busy');
      sent.push({ queue, body });
    };
    start([rule(isLive, queueArn('busy'))], { send });
    emit('room.live');
    await clock.advance(2 * 3_600_000);
    expect(sent).toHaveLength(1);
  });
});

describe('faults of the bus', () => {
  const all = { source: ['rostrum'] };

  it('can bring an event twice', async () => {
    start([rule(all)], { faults: once('duplicate', 'a') });
    for (const name of ['b', 'a']) emit(name);
    await clock.drain();
    expect(names()).toEqual(['b', 'a', 'a']);
    expect(readEvent(calls[1]?.payload)['id']).toBe(readEvent(calls[2]?.payload)['id']);
    expect(bus.history()).toHaveLength(2);
  });

  it('can lose one', async () => {
    start([rule(all)], { faults: once('drop', 'a') });
    for (const name of ['a', 'b']) emit(name);
    await clock.advance(3_600_000);
    expect(names()).toEqual(['b']);
  });

  it('can bring one late', async () => {
    start([rule(all)], { faults: once('delay', 'a') });
    for (const name of ['a', 'b']) emit(name);
    await clock.advance(20_000);
    expect(names()).toEqual(['b']);
    await clock.advance(11_000);
    expect(names()).toEqual(['b', 'a']);
  });

  it('can bring one after the next, chosen by the event type in its detail', async () => {
    start([rule(all)], { faults: once('reorder', 'chime:MeetingStarted') });
    emit('Chime Meeting State Change', { eventType: 'chime:MeetingStarted', n: 1 });
    emit('Chime Meeting State Change', { eventType: 'chime:AttendeeJoined', n: 2 });
    await clock.drain();
    const order = () => calls.map(({ payload }) => readDetail(payload)['n']);
    expect(order()).toEqual([2, 1]);
    await clock.advance(60_000);
    expect(order()).toEqual([2, 1]);
  });
});
