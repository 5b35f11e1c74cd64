import { beforeAll, describe, expect, test } from 'vitest';
import { units } from '../../functions/manifest.ts';
import type { UnitEntry } from '../../functions/runtime/manifest.ts';
import { fixtureUnits } from './fixture.ts';
import { resourcesOf, type Templates, templatesOf } from './synthesis.ts';

let templates: Templates;
let product: Templates;
beforeAll(() => {
  templates = templatesOf(fixtureUnits);
  product = templatesOf(units);
});

const withTrigger = (name: string, trigger: UnitEntry['operations'][number]['trigger'], touches = []): UnitEntry => ({
  name,
  operations: [{ name, file: name, feature: 'rooms', unit: name, trigger, touches, impact: 'Something stops.' }],
});

describe('functions', () => {
  test('every one has an alarm that says what people notice and where to read on', () => {
    for (const [some, all] of [
      [fixtureUnits, templates],
      [units, product],
    ] as const) {
      const alarms = resourcesOf(all, 'AWS::CloudWatch::Alarm').map(({ properties }) => properties);
      for (const { name, operations } of some) {
        const alarm = alarms.find(({ AlarmName }) => AlarmName === `rostrum-${name}`);
        expect(alarm?.['AlarmDescription'], name).toContain(operations[0]?.impact);
        expect(alarm?.['AlarmDescription'], name).toContain(`docs/runbook.md#${name}`);
      }
    }
  });

  test('an operation that does not say what people notice does not deploy', () => {
    const [first] = fixtureUnits;
    const silent = [{ name: 'join', operations: (first?.operations ?? []).map((one) => ({ ...one, impact: ' ' })) }];
    expect(() => templatesOf([...silent, ...fixtureUnits.slice(3)])).toThrow('does not say what people notice');
  });

  test('run on Node 24 and arm64, traced, with a log that ends', () => {
    for (const { properties } of resourcesOf(product, 'AWS::Lambda::Function'))
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
      });
    for (const { properties } of resourcesOf(product, 'AWS::Logs::LogGroup'))
      expect(properties['RetentionInDays']).toBe(30);
  });

  test('know only the tables and queues they touch', () => {
    const variablesOf = (name: string) =>
      resourcesOf(templates, 'AWS::Lambda::Function')
        .filter(({ properties }) => properties['FunctionName'] === `rostrum-${name}`)
        .flatMap(({ properties }) => Object.keys(Object(Object(properties['Environment'])['Variables'])))
        .filter((variable) => !variable.startsWith('ROSTRUM_'));
    expect(variablesOf('rooms-write').sort()).toEqual([
      'QUEUE_SEATS_URL',
      'QUEUE_TIMERS_ARN',
      'SCHEDULER_GROUP',
      'SCHEDULER_ROLE_ARN',
      'TABLE_ROOMS',
      'TABLE_SOCIAL',
    ]);
    expect(variablesOf('join')).toEqual([]);
  });
});

describe('worker units', () => {
  test('can tell their operations apart by what they are sent', () => {
    for (const { name, operations } of units) {
      const told = operations.flatMap(({ trigger }) => {
        if ('queue' in trigger) return [`queue ${trigger.queue}`];
        if ('stream' in trigger) return ['a stream'];
        if ('events' in trigger) return trigger.events;
        return 'everyMinutes' in trigger ? ['a schedule'] : [];
      });
      expect(told, name).toEqual([...new Set(told)]);
    }
  });
});

describe('queues', () => {
  const queue = (name: string) =>
    resourcesOf(templates, 'AWS::SQS::Queue').find(({ properties }) => properties['QueueName'] === name)?.properties;

  test('give a message five tries, hidden six times as long as its reader may run', () => {
    expect(queue('rostrum-timers')).toMatchObject({
      VisibilityTimeout: 180,
      RedrivePolicy: { maxReceiveCount: 5 },
      SqsManagedSseEnabled: true,
    });
    expect(queue('rostrum-timers-dead')).toMatchObject({ MessageRetentionPeriod: 1_209_600 });
  });

  test('keep order where the manifest asks for it, in their dead letters too', () => {
    expect(queue('rostrum-seats.fifo')).toMatchObject({ FifoQueue: true, ContentBasedDeduplication: true });
    expect(queue('rostrum-seats-dead.fifo')).toMatchObject({ FifoQueue: true });
  });

  test('are fed by the media service through a rule for the events the manifest names', () => {
    const rule = resourcesOf(templates, 'AWS::Events::Rule').find(({ id }) => id.includes('mediaevents'));
    expect(rule?.properties['EventPattern']).toEqual({
      source: ['aws.chime'],
      'detail-type': ['Chime Meeting State Change'],
      detail: { eventType: ['chime:AttendeeJoined'] },
    });
  });

  test('two readers of one queue do not deploy', () => {
    const second = withTrigger('second', { queue: 'timers' });
    expect(() => templatesOf([...fixtureUnits, second])).toThrow('two operations read the queue timers');
  });

  test('a queue that nobody reads cannot be sent to', () => {
    const [sender] = fixtureUnits;
    expect(() => templatesOf(sender ? [sender] : [])).toThrow('no operation reads the queue seats');
  });
});

describe('streams', () => {
  const mappings = (all: Templates) =>
    resourcesOf(all, 'AWS::Lambda::EventSourceMapping').filter(({ properties }) => properties['StartingPosition']);

  test('have two readers at most', () => {
    const perStream = Object.groupBy(mappings(product), ({ properties }) =>
      JSON.stringify(properties['EventSourceArn']),
    );
    for (const readers of Object.values(perStream)) expect(readers?.length).toBeLessThanOrEqual(2);
    expect(mappings(templates)).toHaveLength(2);
  });

  test('are read at once when urgent, in batches of a second when bulk, and failures end in a queue', () => {
    const shared = {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 5,
      MaximumRecordAgeInSeconds: 3600,
      StartingPosition: 'TRIM_HORIZON',
      DestinationConfig: { OnFailure: { Destination: expect.anything() } },
    };
    const [bulk, urgent] = [1, 0].map((window) =>
      mappings(templates).find(({ properties }) => (properties['MaximumBatchingWindowInSeconds'] ?? 0) === window),
    );
    expect(urgent?.properties).toMatchObject({ ...shared, BisectBatchOnFunctionError: true });
    expect(bulk?.properties).toMatchObject(shared);
  });

  test('are never halved when bulk, or the halves of a sum that was written would be counted again', () => {
    const bulk = mappings(product).filter(({ properties }) => properties['MaximumBatchingWindowInSeconds'] === 1);
    expect(bulk.length).toBeGreaterThan(0);
    for (const { properties } of bulk) expect(properties['BisectBatchOnFunctionError'] ?? false).toBe(false);
  });

  test('let through the keys that the manifest asks for', () => {
    const filters = mappings(templates).map(({ properties }) => JSON.stringify(properties['FilterCriteria']));
    const pattern = { dynamodb: { Keys: { pk: { S: [{ prefix: 'ROOM#' }] }, sk: { S: ['META'] } } } };
    expect(filters).toContain(JSON.stringify({ Filters: [{ Pattern: JSON.stringify(pattern) }] }));
  });

  test('a third reader does not deploy', () => {
    const third = withTrigger('third', { stream: 'rooms', mapping: 'bulk', filter: [] });
    expect(() => templatesOf([...fixtureUnits, third])).toThrow('relay-bulk and third both read the stream rooms bulk');
  });
});

describe('rules', () => {
  test('every target has a place for what could not be delivered', () => {
    for (const { properties } of resourcesOf(product, 'AWS::Events::Rule').concat(
      resourcesOf(templates, 'AWS::Events::Rule'),
    ))
      expect(properties['Targets']).toEqual([expect.objectContaining({ DeadLetterConfig: expect.anything() })]);
  });

  test('recurring work is a rule by the minute', () => {
    const rule = resourcesOf(templates, 'AWS::Events::Rule').find(({ id }) => id.includes('sweep'));
    expect(rule?.properties).toMatchObject({ Name: 'rostrum-sweepRooms', ScheduleExpression: 'rate(5 minutes)' });
  });

  test('facts of the surrounding app come in by their source and name', () => {
    const rule = resourcesOf(templates, 'AWS::Events::Rule').find(({ id }) => id.includes('takeFacts'));
    expect(rule?.properties['EventPattern']).toEqual({ source: ['rostrum.app'], 'detail-type': ['follower.facts'] });
  });
});
