import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import type { Touch } from '../../functions/runtime/manifest.ts';
import type { Cloud, Realtime } from '../cloud.ts';
import { roomTimersGroup } from './room-timers.ts';
import { secretStatements } from './stripe-secrets.ts';
import { indexStatements, itemStatements } from './table-grants.ts';

/** The media service names no resource before a meeting exists, so making one is granted on `*`. */
const withoutMeeting = new Set(['CreateMeeting']);

/** Least-privilege statements of a unit: the union of what its operations touch, and nothing else. */
export function statementsFor(scope: IConstruct, cloud: Cloud, touches: readonly Touch[]): PolicyStatement[] {
  const stack = Stack.of(scope);
  return [
    ...itemStatements(cloud, touches),
    ...indexStatements(cloud, touches),
    ...audioStatements(stack, touches),
    ...busStatements(stack, touches),
    ...queueStatements(cloud, touches),
    ...schedulerStatements(stack, cloud, touches),
    ...realtimeStatements(cloud, touches),
    ...secretStatements(cloud, touches),
  ];
}

type Finding = { readonly id: string; readonly reason: string };

const wildcards = {
  anything: {
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'X-Ray, listing streams and making a meeting take no resource; test/infra allows no other action on it.',
  },
  meetings: {
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:chime:*:<AWS::AccountId>:meeting/*]',
    reason: 'Meetings are made while rooms run; their arns are not known before.',
  },
  schedules: {
    id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/${roomTimersGroup}/room-*]`,
    reason: 'A schedule is named after its room; the group holds nothing else.',
  },
} satisfies Record<string, Finding>;

/** The findings of cdk-nag that a role with these touches cannot avoid. */
export function acceptedWildcards(touches: readonly Touch[]): Finding[] {
  return [
    wildcards.anything,
    ...(touches.some((touch) => 'audio' in touch) ? [wildcards.meetings] : []),
    ...(touches.some((touch) => 'scheduler' in touch) ? [wildcards.schedules] : []),
  ];
}

function audioStatements(stack: Stack, touches: readonly Touch[]): PolicyStatement[] {
  const actions = [...new Set(touches.flatMap((touch) => ('audio' in touch ? touch.audio : [])))];
  const onMeetings = actions.filter((action) => !withoutMeeting.has(action));
  const onAnything = actions.filter((action) => withoutMeeting.has(action));
  const meetings = stack.formatArn({ service: 'chime', region: '*', resource: 'meeting', resourceName: '*' });
  const allow = (names: readonly string[], resource: string) =>
    names.length === 0
      ? []
      : [new PolicyStatement({ actions: names.map((name) => `chime:${name}`), resources: [resource] })];
  return [...allow(onAnything, '*'), ...allow(onMeetings, meetings)];
}

function busStatements(stack: Stack, touches: readonly Touch[]): PolicyStatement[] {
  if (!touches.some((touch) => 'bus' in touch)) return [];
  const bus = stack.formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' });
  const conditions = {
    'ForAllValues:StringEquals': { 'events:source': 'rostrum' },
    Null: { 'events:source': 'false' },
  };
  return [new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus], conditions })];
}

function queueStatements(cloud: Cloud, touches: readonly Touch[]): PolicyStatement[] {
  const names = [...new Set(touches.flatMap((touch) => ('queue' in touch ? [touch.queue] : [])))];
  if (names.length === 0) return [];
  const resources = names.map((name) => queueNamed(cloud, name).queueArn);
  return [new PolicyStatement({ actions: ['sqs:SendMessage'], resources })];
}

/** The queue of that name; throws when no operation of the manifest reads it. */
export function queueNamed(cloud: Cloud, name: string) {
  const queue = cloud.queues.get(name);
  if (!queue) throw new Error(`no operation reads the queue ${name}`);
  return queue;
}

function schedulerStatements(stack: Stack, cloud: Cloud, touches: readonly Touch[]): PolicyStatement[] {
  const actions = [...new Set(touches.flatMap((touch) => ('scheduler' in touch ? touch.scheduler : [])))];
  if (actions.length === 0) return [];
  if (!cloud.timers) throw new Error('a unit makes schedules, but no operation reads the queue timers');
  const schedules = { service: 'scheduler', resource: 'schedule', resourceName: `${roomTimersGroup}/room-*` };
  return [
    new PolicyStatement({
      actions: actions.map((name) => `scheduler:${name}`),
      resources: [stack.formatArn(schedules)],
    }),
    new PolicyStatement({
      actions: ['iam:PassRole'],
      resources: [cloud.timers.role.roleArn],
      conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
    }),
  ];
}

function realtimeStatements(cloud: Cloud, touches: readonly Touch[]): PolicyStatement[] {
  if (!touches.some((touch) => 'realtime' in touch && touch.realtime === 'publish')) return [];
  return [new PolicyStatement({ actions: ['appsync:EventPublish'], resources: [realtimeOf(cloud).namespaceArn] })];
}

/** The Event API; throws when there is none, or not yet: its authorizer is made before it. */
export function realtimeOf({ realtime }: Cloud): Realtime {
  if (!realtime) throw new Error('a unit uses realtime, but no operation authorizes it, or that operation is its own');
  return realtime;
}
