import {
  EventBridgeClient,
  ListRulesCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBus } from '../../local/bus/bus.ts';
import { createClock } from '../../local/clock/clock.ts';
import { type StandInServer, serveStandIn, testCredentials } from './stand-in-server.ts';

const clock = createClock();
const causes: unknown[] = [];
const bus = createBus({
  clock,
  region: 'us-east-1',
  accountId: '000000000000',
  rules: [
    {
      name: 'all',
      pattern: { source: ['rostrum.app'] },
      targets: [{ arn: 'arn:aws:lambda:us-east-1:000000000000:function:worker' }],
    },
  ],
  async invoke(_arn, _payload, cause) {
    causes.push(cause);
    return { isOk: true, payload: null };
  },
  send: () => {},
});
let server: StandInServer;
let client: EventBridgeClient;

beforeAll(async () => {
  server = await serveStandIn(bus.standIn, { causedBy: 'req-7' });
  client = new EventBridgeClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: testCredentials,
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  clock.close();
  await server.close();
});

const entry: PutEventsRequestEntry = { Source: 'rostrum.app', DetailType: 'follower.facts', Detail: '{"userId":"1"}' };
const put = (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries }));

describe('EventBridge through its SDK client', () => {
  it('takes events, answers their ids, and passes on who caused them', async () => {
    const Time = new Date('2027-03-04T05:06:07Z');
    const answer = await put({ ...entry, Time, Resources: ['arn:x'] }, { ...entry, EventBusName: 'default' });
    expect(answer.FailedEntryCount).toBe(0);
    const events = bus.history();
    expect(answer.Entries?.map(({ EventId }) => EventId)).toEqual(events.map(({ id }) => id));
    expect(events[0]).toMatchObject({ time: '2027-03-04T05:06:07Z', resources: ['arn:x'], detail: { userId: '1' } });
    await clock.drain();
    expect(causes).toEqual([{ causedBy: 'req-7' }, { causedBy: 'req-7' }]);
  });

  it('names the entries it refuses and takes the others', async () => {
    const answer = await put(
      entry,
      { ...entry, Detail: 'not json' },
      { ...entry, Source: 'aws.chime' },
      { ...entry, Source: '' },
    );
    expect(answer.FailedEntryCount).toBe(3);
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'MalformedDetail',
      'NotAuthorizedForSourceException',
      'InvalidArgument',
    ]);
  });

  it('refuses more than ten entries, too many bytes, and other buses', async () => {
    await expect(put(...Array.from({ length: 11 }, () => entry))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    const large = { ...entry, Detail: JSON.stringify({ text: 'x'.repeat(600_000) }) };
    await expect(put(large, large)).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(put({ ...entry, EventBusName: 'other' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('refuses calls and parameters it does not cover, and says which', async () => {
    await expect(client.send(new ListRulesCommand({}))).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
    await expect(put({ ...entry, TraceHeader: 'x' })).rejects.toThrow('PutEvents with TraceHeader');
  });

  it('asks the policy check per entry, with the keys policies may name', () => {
    expect(bus.standIn.asks('PutEvents', { Entries: [{ Source: 'rostrum', DetailType: 'room.live' }] })).toEqual([
      {
        action: 'events:PutEvents',
        resource: 'arn:aws:events:us-east-1:000000000000:event-bus/default',
        context: { 'events:source': ['rostrum'], 'events:detail-type': ['room.live'] },
      },
    ]);
  });
});
