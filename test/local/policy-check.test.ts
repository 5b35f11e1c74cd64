import { describe, expect, test } from 'vitest';
import type { Ask, JsonObject } from '../../local/model.ts';
import { mayCall, unknownIn } from '../../local/policy-check/may-call.ts';

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/rooms';
const put: Ask = { action: 'dynamodb:PutItem', resource: table };
const keyed = (...keys: string[]): Ask => ({ ...put, context: { 'dynamodb:leadingkeys': keys } });

const allow = (more: JsonObject = {}): JsonObject => ({
  Effect: 'Allow',
  Action: 'dynamodb:PutItem',
  Resource: table,
  ...more,
});
const deny = (more: JsonObject = {}): JsonObject => ({ ...allow(more), Effect: 'Deny' });
const when = (operator: string, key: string, values: string | string[]): JsonObject =>
  allow({ Condition: { [operator]: { [key]: values } } });
const leading = 'dynamodb:LeadingKeys';

type Row = [title: string, statements: JsonObject[], ask: Ask, kind: 'allow' | 'deny' | 'none' | 'unknown'];

function check(rows: Row[]) {
  test.each(rows)('%s', (_, statements, ask, kind) => {
    const verdict = mayCall(statements, ask);
    expect(verdict.kind, verdict.reason).toBe(kind);
    expect(verdict.isAllowed).toBe(kind === 'allow');
  });
}

describe('statements', () => {
  check([
    ['nothing granted is nothing allowed', [], put, 'none'],
    ['an exact grant allows', [allow()], put, 'allow'],
    ['another action is not allowed', [allow({ Action: 'dynamodb:GetItem' })], put, 'none'],
    ['actions are compared without regard to case', [allow({ Action: 'DynamoDB:putitem' })], put, 'allow'],
    ['resources are compared with regard to case', [allow({ Resource: table.replace('rooms', 'Rooms') })], put, 'none'],
    ['a star stands for any ending of an action', [allow({ Action: ['dynamodb:Put*'] })], put, 'allow'],
    ['a question mark stands for one character', [allow({ Action: 'dynamodb:?utItem' })], put, 'allow'],
    ['a question mark does not stand for none', [allow({ Action: 'dynamodb:?PutItem' })], put, 'none'],
    ['a dot in a pattern is only a dot', [allow({ Resource: table.replace('rooms', 'r..ms') })], put, 'none'],
    ['a resource may be any of a list', [allow({ Resource: ['arn:aws:s3:::x', `${table}*`] })], put, 'allow'],
    ['a table grant does not reach its indexes', [allow()], { ...put, resource: `${table}/index/byHost` }, 'none'],
    ['a deny beats every allow', [allow(), allow({ Action: '*', Resource: '*' }), deny()], put, 'deny'],
    ['a deny of something else does not matter', [allow(), deny({ Action: 'dynamodb:DeleteItem' })], put, 'allow'],
    [
      'NotAction grants all the others',
      [{ Effect: 'Allow', NotAction: ['dynamodb:Delete*'], Resource: '*' }],
      put,
      'allow',
    ],
    ['NotAction leaves out what it names', [{ Effect: 'Allow', NotAction: 'dynamodb:P*', Resource: '*' }], put, 'none'],
    ['NotResource leaves out what it names', [{ Effect: 'Allow', Action: '*', NotResource: [table] }], put, 'none'],
    ['an element that is not known refuses', [allow({ Principal: '*' })], put, 'unknown'],
    [
      'a policy variable refuses',
      [when('StringLike', leading, ['USER#$', '{aws:username}'].join(''))],
      keyed('USER#1'),
      'unknown',
    ],
  ]);
});

describe('condition operators', () => {
  check([
    [
      'StringEquals holds for the same text',
      [when('StringEquals', 'dynamodb:Select', 'COUNT')],
      context('select', 'COUNT'),
      'allow',
    ],
    [
      'StringEquals takes any of several wanted texts',
      [when('StringEquals', 'dynamodb:Select', ['A', 'COUNT'])],
      context('select', 'COUNT'),
      'allow',
    ],
    ['StringEquals fails when the key is missing', [when('StringEquals', 'dynamodb:Select', 'COUNT')], put, 'none'],
    [
      'StringEqualsIfExists holds when the key is missing',
      [when('StringEqualsIfExists', 'dynamodb:Select', 'COUNT')],
      put,
      'allow',
    ],
    [
      'StringEqualsIfExists still compares a key that is there',
      [when('StringEqualsIfExists', 'dynamodb:Select', 'COUNT')],
      context('select', 'ALL'),
      'none',
    ],
    [
      'StringNotEquals holds when the key is missing',
      [when('StringNotEquals', 'dynamodb:Select', 'COUNT')],
      put,
      'allow',
    ],
    [
      'StringNotEquals fails when any of its texts is there',
      [when('StringNotEquals', 'dynamodb:Select', ['A', 'COUNT'])],
      context('select', 'COUNT'),
      'none',
    ],
    [
      'StringEqualsIgnoreCase folds case',
      [when('StringEqualsIgnoreCase', 'dynamodb:Select', 'count')],
      context('select', 'COUNT'),
      'allow',
    ],
    ['StringLike takes wildcards', [when('StringLike', 'dynamodb:Select', 'C*T')], context('select', 'COUNT'), 'allow'],
    [
      'StringEquals takes no wildcards',
      [when('StringEquals', 'dynamodb:Select', 'C*T')],
      context('select', 'COUNT'),
      'none',
    ],
    [
      'a single-valued operator refuses several values',
      [when('StringLike', leading, 'ROOM#*')],
      keyed('ROOM#1', 'ROOM#2'),
      'unknown',
    ],
    ['an unknown operator refuses', [when('NumericLessThan', leading, '3')], keyed('1'), 'unknown'],
    [
      'an unknown operator refuses even beside a grant that would do',
      [allow(), when('IpAddress', leading, '::1')],
      keyed('1'),
      'unknown',
    ],
    ['a key nobody fills in refuses', [when('StringLike', 'aws:SourceIp', '10.*')], put, 'unknown'],
    ['Bool compares true and false', [when('Bool', 'dynamodb:Select', 'TRUE')], context('select', 'true'), 'allow'],
  ]);
});

describe('sets of values', () => {
  const prefixed = (operator: string) => [when(operator, leading, ['ROOM#*', 'USER#*'])];
  check([
    [
      'ForAllValues holds when each value fits one pattern',
      prefixed('ForAllValues:StringLike'),
      keyed('ROOM#1', 'USER#2'),
      'allow',
    ],
    [
      'ForAllValues fails when one value fits none',
      prefixed('ForAllValues:StringLike'),
      keyed('ROOM#1', 'SOLD#2'),
      'none',
    ],
    ['ForAllValues holds when the key is missing, as AWS documents', prefixed('ForAllValues:StringLike'), put, 'allow'],
    ['ForAllValues holds for an empty set', prefixed('ForAllValues:StringLike'), keyed(), 'allow'],
    [
      'ForAllValues:StringEquals compares exactly',
      [when('ForAllValues:StringEquals', leading, 'ROOM#1')],
      keyed('ROOM#1', 'ROOM#2'),
      'none',
    ],
    [
      'ForAllValues:StringNotLike wants no value to fit',
      [when('ForAllValues:StringNotLike', leading, 'ROOM#*')],
      keyed('USER#1', 'ROOM#2'),
      'none',
    ],
    ['ForAnyValue holds when one value fits', prefixed('ForAnyValue:StringLike'), keyed('SOLD#1', 'USER#2'), 'allow'],
    ['ForAnyValue fails when the key is missing', prefixed('ForAnyValue:StringLike'), put, 'none'],
    ['Null true holds when the key is missing', [when('Null', leading, 'true')], put, 'allow'],
    ['Null false fails when the key is missing', [when('Null', leading, 'false')], put, 'none'],
    ['Null false holds when the key is there', [when('Null', leading, 'false')], keyed('ROOM#1'), 'allow'],
    ['Null false counts an empty set as missing', [when('Null', leading, 'false')], keyed(), 'none'],
  ]);

  const grant = [
    allow({ Condition: { 'ForAllValues:StringLike': { [leading]: ['ROOM#*'] }, Null: { [leading]: 'false' } } }),
  ];
  check([
    ['a grant by key prefix allows its own partitions', grant, keyed('ROOM#1', 'ROOM#2'), 'allow'],
    ['a grant by key prefix paired with Null false refuses a call without keys', grant, put, 'none'],
    ['a grant by key prefix refuses a batch that reaches outside', grant, keyed('ROOM#1', 'USER#1'), 'none'],
  ]);
});

describe('arns and passing roles', () => {
  const role = 'arn:aws:iam::000000000000:role/timers';
  const pass = (service?: string): Ask => ({
    action: 'iam:PassRole',
    resource: role,
    ...(service ? { context: { 'iam:passedtoservice': [service] } } : {}),
  });
  const mayPass: JsonObject = {
    Effect: 'Allow',
    Action: 'iam:PassRole',
    Resource: role,
    Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
  };
  const arnLike = (pattern: string) => [when('ArnLike', 'dynamodb:Select', pattern)];
  check([
    ['a role may be passed to the service it was granted for', [mayPass], pass('scheduler.amazonaws.com'), 'allow'],
    ['a role may not be passed to another service', [mayPass], pass('lambda.amazonaws.com'), 'none'],
    ['a role may not be passed to nobody', [mayPass], pass(), 'none'],
    ['ArnLike takes wildcards part by part', arnLike('arn:aws:iam::*:role/t*'), context('select', role), 'allow'],
    ['a wildcard of ArnLike stays within its part', arnLike('arn:*:role/timers'), context('select', role), 'none'],
    [
      'ArnEquals takes wildcards like ArnLike',
      [when('ArnEquals', 'dynamodb:Select', 'arn:aws:iam::*:role/*')],
      context('select', role),
      'allow',
    ],
    [
      'ArnNotLike is its opposite',
      [when('ArnNotLike', 'dynamodb:Select', 'arn:aws:iam::*:role/*')],
      context('select', role),
      'none',
    ],
  ]);
});

function context(key: string, ...values: string[]): Ask {
  return { ...put, context: { [`dynamodb:${key}`]: values } };
}

test('a refusal says what is missing, and what the check did not know', () => {
  expect(mayCall([], put).reason).toBe('because no identity-based policy allows the dynamodb:PutItem action');
  expect(mayCall([deny()], put).reason).toContain('explicit deny');
  expect(mayCall([when('DateLessThan', leading, 'x')], keyed('x')).reason).toContain('DateLessThan');
});

test('what the check does not know is listed before anybody calls', () => {
  const strange = [when('IpAddress', leading, '::1'), when('Bool', 'aws:SecureTransport', 'true'), { Effect: 'Maybe' }];
  expect(unknownIn([allow(), when('Null', leading, 'false'), ...strange])).toEqual([
    expect.stringContaining('IpAddress'),
    expect.stringContaining('aws:securetransport'),
    expect.stringContaining('Effect'),
  ]);
});
