import { type App, type Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { units } from '../../functions/manifest.ts';
import { addChecks } from '../../lib/checks.ts';
import type { RecordedResource } from '../../lib/recorded-ids.ts';
import { fixtureUnits } from './fixture.ts';
import { createdStacks } from './synthesis.ts';

/** Everything of cdk-nag that we accept, and why. A new entry is a decision: it belongs in this list first. */
const accepted: Readonly<Record<string, string | readonly string[]>> = {
  'AwsSolutions-COG2': 'A second factor is offered, not demanded: most people only listen.',
  'AwsSolutions-COG8': 'The plus plan is paid per person; operators who want threat protection switch the plan on.',
  'AwsSolutions-IAM5[Resource::*]':
    'X-Ray, listing streams and making a meeting take no resource; test/infra allows no other action on it.',
  'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:chime:*:<AWS::AccountId>:meeting/*]':
    'Meetings are made while rooms run; their arns are not known before.',
  'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/rostrum-rooms/room-*]':
    'A schedule is named after its room; the group holds nothing else.',
  'AwsSolutions-SMG4': [
    'Tokens live 15 minutes: a new value is put in by hand and deployed, which a rotation function could not do.',
    'Stripe hands keys out to people only: an operator rolls them with tools/stripe-setup.ts; functions follow in 5 minutes.',
  ],
  'AwsSolutions-SQS3': 'It is a dead-letter queue: nothing follows it but the runbook.',
  'Serverless-LambdaDLQ': 'Nobody invokes it asynchronously: its callers, queues and streams keep what failed.',
  'Serverless-LambdaEventSourceMappingDestination':
    'A queue keeps its failed messages itself: redrive to its dead letters after 5 receives.',
  'Serverless-SQSRedrivePolicy': 'It is a dead-letter queue: nothing follows it but the runbook.',
};

/** A route without authorizer is accepted with the manifest's own reason. */
const openRoute = 'AwsSolutions-APIG4';

const toReasons = (entry: unknown): Record<string, string> => entry as Record<string, string>;

function acknowledgements(construct: IConstruct): { id: string; reason: string; path: string }[] {
  return construct.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(toReasons(data)))
      .map(([id, reason]) => ({ id: id.replace(/^.*::(?=AwsSolutions-|Serverless-)/, ''), reason, path: node.path })),
  );
}

/** What both packs find broken, as the synthesis words it when it fails. */
function findings(app: App, recorded?: readonly RecordedResource[]): string {
  addChecks(app, recorded);
  try {
    app.synth();
    return '';
  } catch (error) {
    return String(error);
  }
}

describe('cdk-nag', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    process.exitCode = undefined;
  });

  test.each([
    ['the product', units],
    ['the fixture', fixtureUnits],
  ])('finds no error in %s', (_name, some) => {
    vi.stubEnv('CDK_VALIDATION', 'true');
    // Nothing of the fixture was ever deployed.
    expect(findings(createdStacks(some).app, some === units ? undefined : [])).toBe('');
  });

  test('does look: a bare queue is found by both packs', () => {
    vi.stubEnv('CDK_VALIDATION', 'true');
    const { app, stacks } = createdStacks([]);
    new Queue(stacks.workers, 'Bare');
    expect(findings(app, [])).toMatch(/AwsSolutions-SQS3[\s\S]*Serverless-SQSRedrivePolicy/);
  });

  test('has accepted only what this list says, on the construct that needs it', () => {
    const found = [units, fixtureUnits].flatMap((some) => acknowledgements(createdStacks(some).app));
    const listed = found.filter(({ id }) => id !== openRoute);
    for (const { id, reason, path } of listed) expect([accepted[id]].flat(), `${id} on ${path}`).toContain(reason);
    expect(new Set(listed.map(({ id }) => id))).toEqual(new Set(Object.keys(accepted)));
    expect(new Set(listed.map(({ reason }) => reason))).toEqual(new Set(Object.values(accepted).flat()));
    expect(found.filter(({ path }) => path === '' || !path.includes('/'))).toEqual([]);
  });

  test('accepts an open route with the reason that the manifest gives', () => {
    const open = acknowledgements(createdStacks(fixtureUnits).app).filter(({ id }) => id === openRoute);
    expect(open).toEqual([
      { id: openRoute, reason: 'public rooms are for everybody', path: 'RostrumApi/Gateway/Route-readRoom' },
    ]);
  });
});

describe('the stacks', () => {
  const all = (): Stack[] => Object.values(createdStacks(units).stacks);

  test('stay below 400 resources each (CloudFormation allows 500)', () => {
    for (const stack of all())
      expect(Object.keys(Template.fromStack(stack).toJSON()['Resources']).length, stack.stackName).toBeLessThan(400);
  });

  test('need each other in one direction only: data, realtime, workers, api, observability', () => {
    const needs = all().map(({ stackName, dependencies }) => [
      stackName,
      dependencies.map((one) => one.stackName).sort(),
    ]);
    for (const [name, needed] of needs) {
      const before = {
        RostrumData: [],
        RostrumRealtime: ['RostrumData'],
        RostrumWorkers: ['RostrumData', 'RostrumRealtime'],
        RostrumApi: ['RostrumData', 'RostrumRealtime', 'RostrumWorkers'],
        RostrumObservability: ['RostrumApi'],
      };
      expect(Object.entries(before).find(([stack]) => stack === name)?.[1]).toEqual(
        expect.arrayContaining([...(needed ?? [])]),
      );
    }
  });

  test('look nothing up: no account, no region, no context', () => {
    const { app } = createdStacks(units);
    const assembly = app.synth();
    expect(assembly.manifest.missing ?? []).toEqual([]);
    for (const { environment } of assembly.stacks)
      expect([environment.account, environment.region]).toEqual(['unknown-account', 'unknown-region']);
  });
});
