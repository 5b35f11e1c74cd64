import { describe, expect, it } from 'vitest';
import {
  anewEachTime,
  bus,
  calls,
  clock,
  emit,
  functionArn,
  isLive,
  queueArn,
  rule,
  sent,
  start,
  teller,
} from './bus-stage.ts';

anewEachTime();

describe('the bus', () => {
  it('brings an event, in its envelope, to the functions whose rule fits it', async () => {
    start([rule(isLive), rule({ source: ['rostrum.app'] }, functionArn('other'))]);
    emit('room.live', { roomId: 'r1' });
    emit('room.ended');
    await clock.drain();
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      arn: teller,
      causedBy: 'req-1',
      payload: {
        version: '0',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        source: 'rostrum',
        'detail-type': 'room.live',
        account: '000000000000',
        region: 'us-east-1',
        time: '2027-01-01T00:00:00Z',
        resources: [],
        detail: { roomId: 'r1' },
      },
    });
  });

  it('brings an event to a queue, with the group of a FIFO queue', async () => {
    start([rule(isLive, queueArn('frames.fifo'), { messageGroupId: 'rooms' })]);
    emit('room.live', { roomId: 'r1' });
    await clock.drain();
    expect(sent).toMatchObject([{ queue: queueArn('frames.fifo'), groupId: 'rooms' }]);
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({ detail: { roomId: 'r1' } });
  });

  it('gives a target its constant input instead of the event', async () => {
    start([rule(isLive, teller, { input: { job: 'sweep' } })]);
    emit('room.live');
    await clock.drain();
    expect(calls[0]?.payload).toEqual({ job: 'sweep' });
  });

  it('remembers what it took, in order, also what no rule wants', () => {
    start([]);
    for (const name of ['a', 'b', 'c']) emit(name);
    const [first] = bus.history();
    expect(bus.history().map((event) => event['detail-type'])).toEqual(['a', 'b', 'c']);
    expect(bus.history(first?.id).map((event) => event['detail-type'])).toEqual(['b', 'c']);
  });

  it('refuses rules with targets it cannot reach', () => {
    expect(() => start([rule(isLive, 'arn:aws:sns:us-east-1:000000000000:topic')])).toThrow('not done locally');
  });
});

describe('a rule with a rhythm', () => {
  it('runs its target at each beat, and once after a jump over many', async () => {
    start([{ name: 'sweep', everySeconds: 60, targets: [{ arn: teller }] }]);
    await clock.advance(59_000);
    expect(calls).toHaveLength(0);
    await clock.advance(2_000);
    expect(calls).toHaveLength(1);
    await clock.advance(3_600_000);
    await clock.drain();
    expect(calls).toHaveLength(2);
    expect(calls[1]?.payload).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      time: '2027-01-01T01:01:00Z',
      detail: {},
    });
    expect(bus.history()).toEqual([]);
    await clock.advance(60_000);
    expect(calls).toHaveLength(3);
  });
});
