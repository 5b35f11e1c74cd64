import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CfnResource } from 'aws-cdk-lib';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { units } from '../../functions/manifest.ts';
import { addChecks } from '../../lib/checks.ts';
import { isSame, lossesOf, type RecordedResource, readRecorded, statefulIn } from '../../lib/recorded-ids.ts';
import { createdStacks, type Templates, templatesOf } from './synthesis.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rostrum-recorded-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const stackNames: Readonly<Record<keyof Templates, string>> = {
  data: 'RostrumData',
  realtime: 'RostrumRealtime',
  workers: 'RostrumWorkers',
  api: 'RostrumApi',
  observability: 'RostrumObservability',
};
function statefulOf(templates: Templates): RecordedResource[] {
  const paths = Object.entries(stackNames).map(([key, name]) => {
    const path = join(folder, `${name}.template.json`);
    writeFileSync(
      path,
      JSON.stringify(
        Object.entries(templates)
          .find(([one]) => one === key)?.[1]
          .toJSON(),
      ),
    );
    return path;
  });
  return statefulIn(paths);
}

describe('what holds people’s data', () => {
  test('is where and what earlier deployments made', () => {
    expect(lossesOf(readRecorded(), statefulOf(templatesOf(units))).map(({ says }) => says)).toEqual([]);
  });

  test('is written down as soon as it is new: node tools/record-ids.ts does it', () => {
    const recorded = readRecorded();
    const fresh = statefulOf(templatesOf(units)).filter((one) => !recorded.some((other) => isSame(one, other)));
    expect(fresh.map(({ stack, logicalId }) => `${stack} ${logicalId}`)).toEqual([]);
  });

  test('stays recorded when a config signs people in elsewhere: the pool is retained, not replaced', () => {
    const identity = { kind: 'oidc', issuer: 'https://sign-in.example.com', audience: ['web'] };
    expect(lossesOf(readRecorded(), statefulOf(templatesOf(units, { identity })))).toEqual([]);
  });

  test('covers the tables, the accounts, the key of realtime, the secrets of payments, every queue, and the addresses', () => {
    const types = Object.groupBy(readRecorded(), ({ type }) => type);
    expect(types['AWS::DynamoDB::GlobalTable']).toHaveLength(3);
    expect(types['AWS::SQS::Queue']?.length).toBeGreaterThanOrEqual(12);
    expect(types['AWS::SecretsManager::Secret']).toHaveLength(3);
    for (const type of ['Cognito::UserPool', 'Cognito::UserPoolClient', 'ApiGatewayV2::Api'])
      expect(types[`AWS::${type}`], type).toHaveLength(1);
  });
});

describe('synthesis', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    process.exitCode = undefined;
  });

  /** The words of a synthesis after the change to the stacks. */
  function synthesized(change: (all: ReturnType<typeof createdStacks>['stacks']) => void): string {
    vi.stubEnv('CDK_VALIDATION', 'true');
    const { app, stacks } = createdStacks(units);
    change(stacks);
    addChecks(app);
    try {
      app.synth();
      return '';
    } catch (error) {
      return String(error).replaceAll(/\s+/g, ' ');
    }
  }
  const tableOf = ({ data }: ReturnType<typeof createdStacks>['stacks']) => {
    const table = data.tables.rooms.node.defaultChild;
    if (!(table instanceof CfnResource)) throw new Error('the table has no resource');
    return table;
  };

  test('fails when a table would have another logical id', () => {
    const text = synthesized((stacks) => tableOf(stacks).overrideLogicalId('Rooms'));
    expect(text).toMatch(/rooms34F95C0B of RostrumData .* is gone or has another logical id/);
  });

  test('fails when a table would be replaced for its name', () => {
    const text = synthesized((stacks) => tableOf(stacks).addPropertyOverride('TableName', 'rostrum-rooms-2'));
    expect(text).toContain('would be replaced by an empty one: TableName is another');
  });
});
