import type { Stack } from 'aws-cdk-lib';
import { CfnCluster } from 'aws-cdk-lib/aws-ecs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { toCloudModel } from '../../local/assembly/cloud-model.ts';
import { readStacks } from '../../local/assembly/stacks.ts';
import type { CloudModel } from '../../local/model.ts';
import { assetOf, temporaryFolder } from './folders.ts';
import { type Change, synthesizeSmallStacks } from './small-stacks.ts';

const place = {
  region: 'us-east-1',
  accountId: '000000000000',
  origin: 'http://localhost:4000',
  wireOrigin: 'http://127.0.0.1:4000',
  issuer: 'http://localhost:4000/oidc',
  clientId: 'rostrum-web',
};

async function modelOf(change?: Change): Promise<CloudModel> {
  const asset = await assetOf('export const handler = async () => ({});');
  return toCloudModel(await readStacks(synthesizeSmallStacks(await temporaryFolder(), asset, change)), place);
}

describe('the model of the synthesized stacks', () => {
  it('finds the function with its asset, and its environment across stacks', async () => {
    const { functions } = await modelOf();
    expect(functions).toHaveLength(1);
    expect(functions[0]).toMatchObject({
      name: 'small-echo',
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:small-echo',
      handler: 'index.handler',
      timeoutSeconds: 10,
      memoryMegabytes: 512,
      environment: {
        TABLE: 'small-things',
        ISSUER: 'http://localhost:4000/oidc',
        QUEUE_URL: 'http://127.0.0.1:4000/aws/sqs/000000000000/small-work',
      },
    });
  });

  it('finds tables with indexes of several keys, expiry and stream', async () => {
    const { tables } = await modelOf();
    expect(tables).toEqual([
      {
        name: 'small-things',
        arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/small-things',
        partitionKey: { name: 'pk', type: 'S' },
        sortKey: { name: 'sk', type: 'S' },
        indexes: [
          {
            name: 'by-owner',
            partitionKeys: [
              { name: 'owner', type: 'S' },
              { name: 'shard', type: 'N' },
            ],
            sortKeys: [],
            projection: 'ALL',
          },
        ],
        ttlAttribute: 'expiresAt',
        streamArn: expect.stringContaining('table/small-things/stream/'),
      },
    ]);
  });

  it('finds queues with dead letters, and who reads them', async () => {
    const { queues, mappings, functions } = await modelOf();
    expect(queues.find(({ name }) => name === 'small-work')).toMatchObject({
      visibilitySeconds: 60,
      isFifo: false,
      deadLetter: { queueArn: 'arn:aws:sqs:us-east-1:000000000000:small-dead', maxReceiveCount: 5 },
    });
    expect(mappings).toMatchObject([
      { sourceArn: expect.stringMatching(/small-work$/), batchSize: 10, reportsItemFailures: true, maxConcurrency: 2 },
      { sourceArn: expect.stringContaining('/stream/'), batchSize: 100, bisects: true, startsAt: 'TRIM_HORIZON' },
    ]);
    expect(mappings.every(({ functionArn }) => functionArn === functions[0]?.arn)).toBe(true);
  });

  it('finds rules by pattern and by rate, and the group of schedules', async () => {
    const { rules, scheduleGroups, functions } = await modelOf();
    expect(rules).toMatchObject([
      { everySeconds: 3600, targets: [{ arn: functions[0]?.arn }] },
      { pattern: { source: ['app'] }, targets: [{ deadLetterArn: expect.stringMatching(/small-dead$/) }] },
    ]);
    expect(scheduleGroups).toEqual(['small-rooms']);
  });

  it('finds routes with their authorizer, throttle and origins', async () => {
    const { httpApis } = await modelOf();
    expect(httpApis).toMatchObject([
      {
        stage: '$default',
        cors: { origins: ['https://page.example'], headers: ['authorization'] },
        routes: [
          { method: 'GET', path: '/things/{id}', throttle: { ratePerSecond: 100, burst: 200 } },
          {
            method: 'POST',
            path: '/things',
            authorizer: { issuer: 'http://localhost:4000/oidc', audience: ['rostrum-web'] },
            throttle: { ratePerSecond: 5, burst: 10 },
          },
        ],
      },
    ]);
    expect(httpApis[0]?.routes[0]).not.toHaveProperty('authorizer');
  });

  it('gathers what a role may do from managed, inline and attached policies', async () => {
    const { roles, functions } = await modelOf();
    const role = roles.find(({ arn }) => arn === functions[0]?.roleArn);
    expect(role?.trustedServices).toEqual(['lambda.amazonaws.com']);
    const actions = role?.statements.flatMap(({ Action }) => Action);
    expect(actions).toEqual(expect.arrayContaining(['logs:PutLogEvents', 'dynamodb:GetItem', 'sqs:SendMessage']));
    const reading = role?.statements.find(({ Action }) => JSON.stringify(Action).includes('dynamodb:GetItem'));
    expect(JSON.stringify(reading?.['Resource'])).toContain(
      'arn:aws:dynamodb:us-east-1:000000000000:table/small-things',
    );
  });

  it('refuses a resource it cannot run, by name', async () => {
    const withCluster = modelOf((stack: Stack) => void new CfnCluster(stack, 'Cluster'));
    await expect(withCluster).rejects.toThrow('The embedded cloud cannot run api/Cluster (AWS::ECS::Cluster)');
  });

  it('leaves out what nobody on a laptop would notice', async () => {
    const { functions } = await modelOf((stack: Stack) => void new Topic(stack, 'Alarms'));
    expect(functions).toHaveLength(1);
  });
});
