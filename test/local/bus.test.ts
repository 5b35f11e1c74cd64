import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Bus, type BusOptions, createBus } from '../../local/bus/bus.ts';
import { createClock } from '../../local/clock/clock.ts';
import {
  type Clock,
  type FaultMode,
  type Faults,
  type FunctionModel,
  type Invocation,
  type Json,
  type JsonObject,
  type RuleModel,
  WireFault,
} from '../../local/model.ts';

const functionArn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const teller = functionArn('teller');

type Call = { readonly arn: string; readonly payload: Json; readonly causedBy?: string | undefined };
type Sent = {
  readonly queue: string;
  readonly body: string;
  readonly groupId?: string | undefined;
  readonly attributes?: JsonObject | undefined;
};

let clock: Clock;
let bus: Bus;
let calls: Call[];
let sent: Sent[];

function functionModel(name: string, deadLetterArn?: string): FunctionModel {
  const arn = functionArn(name);
  const shape = {
    arn,
    name,
    logicalId: name,
    directory: '.',
    handler: 'index.handler',
    environment: {},
    timeoutSeconds: 10,
    roleArn: 'r',
  };
  return deadLetterArn === undefined ? shape : { ...shape, deadLetterArn };
}

type Setting = Partial<BusOptions> & { readonly answer?: (call: Call) => Invocation | Promise<Invocation> };

function start(rules: RuleModel[], { answer = () => ({ isOk: true, payload: null }), ...options }: Setting = {}): void {
  bus = createBus({
    clock,
    rules,
    region: 'us-east-1',
    accountId: '000000000000',
    async invoke(arn, payload, cause) {
      const call = { arn, payload, causedBy: cause.causedBy };
      calls.push(call);
      return answer(call);
    },
    send(queue, body, { groupId, attributes }) {
      if (queue.endsWith('nowhere')) throw new WireFault(400, 'QueueDoesNotExist', 'no such queue');
      sent.push({ queue, body, groupId, attributes });
    },
    ...options,
  });
}

const rule = (pattern: JsonObject, arn = teller, target = {}): RuleModel => ({
  name: 'tell',
  pattern,
  targets: [{ arn, ...target }],
});
const isLive = { source: ['rostrum'], 'detail-type': ['room.live'] };
const emit = (detailType: string, detail: JsonObject = {}) =>
  bus.emit({ source: 'rostrum', detailType, detail }, { requestId: 'req-1' });
const names = () => calls.map(({ payload }) => readEvent(payload)['detail-type']);
const readEvent = (payload: Json | undefined) => payload as JsonObject;
const readDetail = (payload: Json | undefined) => readEvent(payload)['detail'] as JsonObject;

function once(mode: FaultMode, operation: string): Faults {
  let isLeft = true;
  return {
    take(service, name, modes) {
      if (!isLeft || service !== 'events' || name !== operation || !modes.includes(mode)) return undefined;
      isLeft = false;
      return mode;
    },
    add: () => {},
    clear: () => {},
  };
}

beforeEach(() => {
  clock = createClock({ startAt: Date.UTC(2027, 0, 1) });
  calls = [];
  sent = [];
});
afterEach(() => {
  clock.close();
  vi.restoreAllMocks();
});

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
