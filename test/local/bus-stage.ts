import { afterEach, beforeEach, vi } from 'vitest';
import { type Bus, type BusOptions, createBus } from '../../local/bus/bus.ts';
import { createClock } from '../../local/clock/clock.ts';
import { createFaults } from '../../local/faults/faults.ts';
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

export const functionArn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
export const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
export const teller = functionArn('teller');

type Call = { readonly arn: string; readonly payload: Json; readonly causedBy?: string | undefined };
type Sent = {
  readonly queue: string;
  readonly body: string;
  readonly groupId?: string | undefined;
  readonly attributes?: JsonObject | undefined;
};

export let clock: Clock;
export let bus: Bus;
export let calls: Call[];
export let sent: Sent[];

export function functionModel(name: string, deadLetterArn?: string): FunctionModel {
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

export function start(
  rules: RuleModel[],
  { answer = () => ({ isOk: true, payload: null }), ...options }: Setting = {},
): void {
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

export const rule = (pattern: JsonObject, arn = teller, target = {}): RuleModel => ({
  name: 'tell',
  pattern,
  targets: [{ arn, ...target }],
});
export const isLive = { source: ['rostrum'], 'detail-type': ['room.live'] };
export const emit = (detailType: string, detail: JsonObject = {}) =>
  bus.emit({ source: 'rostrum', detailType, detail }, { requestId: 'req-1' });
export const names = () => calls.map(({ payload }) => readEvent(payload)['detail-type']);
export const readEvent = (payload: Json | undefined) => payload as JsonObject;
export const readDetail = (payload: Json | undefined) => readEvent(payload)['detail'] as JsonObject;

export function once(mode: FaultMode, operation: string): Faults {
  const faults = createFaults();
  faults.add({ service: 'events', operation, mode });
  return faults;
}

/** Before each test of the file that calls this; a worker loads this file once for many of them. */
export function anewEachTime(): void {
  beforeEach(() => {
    clock = createClock({ startAt: Date.UTC(2027, 0, 1) });
    calls = [];
    sent = [];
  });
  afterEach(() => {
    clock.close();
    vi.restoreAllMocks();
  });
}
