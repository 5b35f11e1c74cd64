import { beforeAll, describe, expect, test } from 'vitest';
import { units } from '../../functions/manifest.ts';
import { fixtureUnits } from './fixture.ts';
import { resourcesOf, roleStatements, type Templates, templatesOf } from './synthesis.ts';

const streamReads = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
const onAnyResource = [
  'chime:CreateMeeting',
  'dynamodb:ListStreams',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

describe.each([
  ['the product', units],
  ['the fixture', fixtureUnits],
])('what the functions of %s may do', (_name, some) => {
  let templates: Templates;
  let statements: ReturnType<typeof roleStatements>;
  beforeAll(() => {
    templates = templatesOf(some);
    statements = roleStatements(templates);
  });

  test('no action is a pattern, and nobody may scan', () => {
    const actions = statements.flatMap(({ actions }) => actions);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    expect(actions.filter((action) => action.endsWith(':Scan'))).toEqual([]);
    expect(JSON.stringify(statements)).not.toContain('NotAction');
  });

  test('any resource is allowed only where the service knows none', () => {
    const actions = statements.filter(({ Resource }) => Resource === '*').flatMap(({ actions }) => actions);
    expect([...new Set(actions)].filter((action) => !onAnyResource.includes(action))).toEqual([]);
  });

  test('every grant on a table names the keys it is for, and a request without keys has none', () => {
    const onItems = statements.filter(
      ({ actions, Resource }) =>
        actions.some((action) => action.startsWith('dynamodb:') && !streamReads.includes(action.slice(9))) &&
        !JSON.stringify(Resource).includes('/index/'),
    );
    for (const { Condition, policy } of onItems) {
      const keys = Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
      expect(keys, policy).toEqual(expect.arrayContaining([expect.stringMatching(/^[A-Z]+#.*\*$/)]));
      expect(Condition?.['Null'], policy).toEqual({ 'dynamodb:LeadingKeys': 'false' });
    }
  });

  test('a grant on an index is a query of that index', () => {
    const onIndexes = statements.filter(({ Resource }) => JSON.stringify(Resource).includes('/index/'));
    for (const { actions, Resource } of onIndexes) {
      expect(actions).toEqual(['dynamodb:Query']);
      expect(JSON.stringify(Resource)).not.toContain('*');
    }
  });

  test('no role has a policy of somebody else', () => {
    for (const { properties } of resourcesOf(templates, 'AWS::IAM::Role'))
      expect(properties).not.toHaveProperty('ManagedPolicyArns');
  });

  test('every function has a role of its own', () => {
    const functions = resourcesOf(templates, 'AWS::Lambda::Function');
    expect(new Set(functions.map(({ properties }) => JSON.stringify(properties['Role']))).size).toBe(functions.length);
  });
});

describe('a unit gets what its operations touch and nothing else', () => {
  const mine = () => roleStatements(templatesOf(fixtureUnits)).filter(({ policy }) => policy.startsWith('roomswrite'));

  test('each action on a table has the prefixes it was asked for', () => {
    const keysOf = (action: string) =>
      mine().flatMap(({ actions, Condition }) =>
        actions.includes(action) ? (Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? []) : [],
      );
    expect(keysOf('dynamodb:PutItem')).toEqual(['HOST#*', 'ROOM#*']);
    expect(keysOf('dynamodb:BatchGetItem')).toEqual(['ROOM#*', 'USER#*']);
    expect(keysOf('dynamodb:UpdateItem')).toEqual([]);
  });

  test('who makes schedules may hand over the role of the room timers, to the scheduler only', () => {
    const pass = mine().find(({ actions }) => actions.includes('iam:PassRole'));
    expect(pass?.Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } });
    expect(JSON.stringify(pass?.Resource)).toContain('RoomTimersRole');
  });

  test('the schedules themselves may only send to the timers queue', () => {
    const timers = roleStatements(templatesOf(fixtureUnits)).filter(({ policy }) => policy.startsWith('RoomTimers'));
    expect(timers).toHaveLength(1);
    expect(timers[0]?.actions.filter((action) => !action.startsWith('sqs:Get'))).toEqual(['sqs:SendMessage']);
    expect(JSON.stringify(timers[0]?.Resource)).toContain('Queuetimers');
  });

  test('the bus takes events of our own source only', () => {
    const put = roleStatements(templatesOf(fixtureUnits)).filter(({ actions }) => actions.includes('events:PutEvents'));
    expect(put).toHaveLength(1);
    expect(put[0]?.Condition?.['ForAllValues:StringEquals']).toEqual({ 'events:source': 'rostrum' });
  });
});
