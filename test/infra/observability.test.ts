import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { units } from '../../functions/manifest.ts';
import { metricUnits } from '../../functions/runtime/metrics.ts';
import { AlarmTopic } from '../../lib/constructs/alarm-topic.ts';
import { ImpactAlarm } from '../../lib/constructs/impact-alarm.ts';
import { told } from '../../lib/metrics.ts';
import { type AlarmText, alarmsOf } from '../given/alarm-template.ts';
import { type Resource, resourcesOf, type Templates, templatesOf } from './synthesis.ts';

let product: Templates;
let alarms: readonly AlarmText[];
beforeAll(() => {
  product = templatesOf(units);
  alarms = alarmsOf(resourcesOf(product, 'AWS::CloudWatch::Alarm').map(({ properties }) => properties));
});

/** Whether some alarm looks at this metric of the resource with that name. */
const isWatched = (metricName: string, name: unknown): boolean =>
  alarms.some(({ watched }) =>
    watched.some((metric) => metric.name === metricName && Object.values(metric.dimensions).includes(name)),
  );
const unwatched = (type: string, field: string, metricName: string, which = (_: Resource) => true) =>
  resourcesOf(product, type)
    .filter(which)
    .map(({ properties }) => properties[field])
    .filter((name) => !isWatched(metricName, name));
const isDead = ({ properties }: Resource): boolean => /-dead(\.fifo)?$/.test(String(properties['QueueName']));

describe('alarms', () => {
  test('watch every function for errors, and for faults that it answered itself', () => {
    expect(unwatched('AWS::Lambda::Function', 'FunctionName', 'Errors')).toEqual([]);
    expect(units.map(({ name }) => name).filter((name) => !isWatched('Faults', name))).toEqual([]);
  });

  test('watch every function that somebody waits for, for calls turned away', () => {
    const awaited = units.filter(({ operations }) =>
      operations.some(({ trigger }) => 'http' in trigger || 'authorizes' in trigger),
    );
    expect(awaited.map(({ name }) => `rostrum-${name}`).filter((name) => !isWatched('Throttles', name))).toEqual([]);
  });

  test('watch every queue for what waits too long, and every dead-letter queue for anything at all', () => {
    const queues = ['AWS::SQS::Queue', 'QueueName'] as const;
    expect(unwatched(...queues, 'ApproximateAgeOfOldestMessage', (queue) => !isDead(queue))).toEqual([]);
    expect(unwatched(...queues, 'ApproximateNumberOfMessagesVisible', isDead)).toEqual([]);
  });

  test('watch every reader of a stream for how far it is behind', () => {
    const readers = units.filter(({ operations }) => operations.some(({ trigger }) => 'stream' in trigger));
    expect(readers.length).toBeGreaterThan(0);
    expect(readers.filter(({ name }) => !isWatched('IteratorAge', `rostrum-${name}`))).toEqual([]);
  });

  test('look only at functions, queues and tables that there are, and at metrics that are told', () => {
    const names = new Set(
      ['Lambda::Function FunctionName', 'SQS::Queue QueueName', 'DynamoDB::GlobalTable TableName']
        .map((wanted) => wanted.split(' '))
        .flatMap(([type, field = '']) =>
          resourcesOf(product, `AWS::${type}`).map(({ properties }) => String(properties[field])),
        ),
    );
    for (const { name, watched } of alarms)
      for (const metric of watched) {
        const { FunctionName, QueueName, TableName } = metric.dimensions;
        const about = FunctionName ?? QueueName ?? TableName;
        if (about !== undefined) expect(names.has(String(about)), `${name} looks at ${about}`).toBe(true);
        if (metric.namespace === 'Rostrum') expect(Object.keys(metricUnits)).toContain(metric.name);
      }
  });

  test('go to the one topic when they go off and when they are over', () => {
    const [topic] = resourcesOf(product, 'AWS::SNS::Topic');
    for (const { properties } of resourcesOf(product, 'AWS::CloudWatch::Alarm'))
      expect([properties['AlarmActions'], properties['OKActions']]).toEqual([
        [{ Ref: topic?.id }],
        [{ Ref: topic?.id }],
      ]);
  });

  test('are mailed only to the address of the config', () => {
    expect(resourcesOf(product, 'AWS::SNS::Subscription')).toEqual([]);
    const mailed = templatesOf(units, { alarmEmail: 'night@example.com' });
    expect(resourcesOf(mailed, 'AWS::SNS::Subscription').map(({ properties }) => properties)).toMatchObject([
      { Protocol: 'email', Endpoint: 'night@example.com' },
    ]);
  });

  test.each([
    ['does not say what people notice', { name: 'quiet', impact: [' '] }],
    ['has no section in the runbook', { name: '', impact: ['Something stops.'] }],
    ['is longer than the 1024 characters', { name: 'long', impact: ['a'.repeat(1024)] }],
  ])('that %s cannot be made', (message, props) => {
    const stack = new Stack(new App(), 'Alone');
    const { action } = new AlarmTopic(stack, 'Topic', {});
    const metric = told('Faults', 'Sum', 5);
    expect(() => new ImpactAlarm(stack, 'Alarm', { ...props, metric, action })).toThrow(message);
  });
});

describe('the runbook', () => {
  const sections = (): Map<string, string> => {
    const text = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
    const parts = text.split(/^## /m).slice(1);
    return new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')).trim(), part]));
  };

  test('has a section for every alarm and none without', () => {
    expect([...sections().keys()].sort()).toEqual(alarms.map(({ name }) => name.replace(/^rostrum-/, '')).sort());
  });

  test('is where every alarm says to read on, after what people notice', () => {
    for (const { name, description } of alarms) {
      const section = name.replace(/^rostrum-/, '');
      expect(description, name).toMatch(new RegExp(`^\\S.+\\. Runbook: docs/runbook\\.md#${section}$`));
    }
  });

  test('says of every alarm what it means, where to look and what to do', () => {
    for (const [name, text] of sections())
      for (const part of ['Description', 'Investigation', 'Resolution'])
        expect(text.split(`**${part}.**`)[1]?.trim().length, `${part} of ${name}`).toBeGreaterThan(40);
  });
});

test('the dashboard goes the way of a listener, and shows every alarm', () => {
  const [dashboard] = resourcesOf(product, 'AWS::CloudWatch::Dashboard');
  const body = JSON.stringify(dashboard?.properties['DashboardBody']);
  const stages = ['Opens the page', 'Joins', 'Gets a seat', 'Hears', 'Is told what happens'];
  const places = stages.map((stage) => body.indexOf(stage));
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  const shown = resourcesOf(product, 'AWS::CloudWatch::Alarm').filter(({ id }) => body.includes(id));
  expect(shown).toHaveLength(alarms.length);
});
