import type { Stack } from 'aws-cdk-lib';
import { CfnApi, CfnChannelNamespace } from 'aws-cdk-lib/aws-appsync';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toCloudModel } from '../../local/assembly/cloud-model.ts';
import { readStacks } from '../../local/assembly/stacks.ts';
import type { CloudModel } from '../../local/model.ts';
import { assetOf, temporaryFolder } from './folders.ts';
import { arnOf, openRealtimeCloud, type RealtimeCloud } from './realtime-stage.ts';
import { type Change, synthesizeSmallStacks } from './small-stacks.ts';

const place = {
  region: 'us-east-1',
  accountId: '000000000000',
  origin: 'http://localhost:4000',
  wireOrigin: 'http://127.0.0.1:4000',
  issuer: 'http://localhost:4000/oidc',
  clientId: 'rostrum-web',
};

type Changes = { readonly change: Change; readonly secrets?: Readonly<Record<string, string>> };

async function modelOf({ change, secrets = {} }: Changes): Promise<CloudModel> {
  const asset = await assetOf('export const handler = async () => ({});');
  const assembly = synthesizeSmallStacks(await temporaryFolder(), asset, change);
  return toCloudModel(await readStacks(assembly), { ...place, secrets });
}

describe('what the template says of realtime', () => {
  let stage: RealtimeCloud;
  beforeAll(async () => {
    stage = await openRealtimeCloud();
  });
  afterAll(() => stage?.close());

  test('the Event API has its authorizer and its namespaces', () => {
    expect(stage.cloud.model.eventApi).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{26}$/),
      authorizerArn: arnOf('authorizer'),
      namespaces: [{ name: 'rostrum', arn: expect.stringMatching(/:apis\/[0-9a-f]{26}\/channelNamespace\/rostrum$/) }],
    });
  });

  test('functions find local addresses in place of the hosts, and the value in place of the secret', async () => {
    const { port, model } = stage.cloud;
    expect(await stage.call('speaker', 'environment')).toMatchObject({
      REALTIME_HOST: `localhost:${port}`,
      REALTIME_URL: `ws://localhost:${port}/event/realtime`,
      REALTIME_PUBLISH_URL: `http://127.0.0.1:${port}/event`,
      REALTIME_KEY: model.secrets?.[0]?.value,
    });
  });
});

const keyArn = expect.stringMatching(/^arn:aws:secretsmanager:us-east-1:\d{12}:secret:small-key-[0-9a-f]{6}$/);

describe('a secret', () => {
  const keyOf = async (secrets?: Readonly<Record<string, string>>) => {
    const change: Change = (stack) =>
      void new Secret(stack, 'Key', {
        secretName: 'small-key',
        generateSecretString: { passwordLength: 64, excludePunctuation: true },
      });
    const model = await modelOf({ change, ...(secrets && { secrets }) });
    return model.secrets?.[0];
  };

  test('is new with every start', async () => {
    const [first, second] = [await keyOf(), await keyOf()];
    expect(first).toEqual({ name: 'small-key', arn: keyArn, value: expect.stringMatching(/^[A-Za-z0-9]{64}$/) });
    expect(first?.value).not.toBe(second?.value);
  });

  test('keeps the value of an earlier start that is given', async () => {
    expect(await keyOf({ 'small-key': 'as before' })).toEqual({ name: 'small-key', arn: keyArn, value: 'as before' });
  });

  test('begins with the value of the template, until another was put in', async () => {
    const change: Change = (stack) => void new CfnSecret(stack, 'Key', { name: 'small-key', secretString: 'not set' });
    const valuesOf = async (secrets: Readonly<Record<string, string>>) =>
      (await modelOf({ change, secrets })).secrets?.map(({ value }) => value);
    expect(await valuesOf({})).toEqual(['not set']);
    expect(await valuesOf({ 'small-key': 'put in' })).toEqual(['put in']);
  });

  test.each([
    [
      'with a value and a way to make one',
      { secretString: 'open', generateSecretString: { excludePunctuation: true } },
      'SecretString',
    ],
    [
      'of other characters',
      { generateSecretString: { excludePunctuation: true, excludeCharacters: 'x' } },
      'ExcludeCharacters',
    ],
    ['with punctuation', { generateSecretString: { passwordLength: 8 } }, 'letters and digits only'],
  ])('%s is refused by name', async (_what, props, name) => {
    await expect(modelOf({ change: (stack) => void new CfnSecret(stack, 'Key', props) })).rejects.toThrow(name);
  });
});

describe('what it does not know stops the start', () => {
  const config = (mode: string, ttl = 0, expression?: string) => ({
    authProviders: [
      {
        authType: 'AWS_LAMBDA',
        lambdaAuthorizerConfig: {
          authorizerUri: 'arn',
          authorizerResultTtlInSeconds: ttl,
          ...(expression && { identityValidationExpression: expression }),
        },
      },
    ],
    connectionAuthModes: [{ authType: mode }],
    defaultSubscribeAuthModes: [{ authType: 'AWS_LAMBDA' }],
    defaultPublishAuthModes: [{ authType: 'AWS_IAM' }],
  });
  const apiWith =
    (eventConfig: ReturnType<typeof config>, id = 'Events') =>
    (stack: Stack) =>
      new CfnApi(stack, id, { name: id, eventConfig });
  const withHandler = (stack: Stack): void => {
    const { attrApiId: apiId } = apiWith(config('AWS_LAMBDA'))(stack);
    new CfnChannelNamespace(stack, 'Namespace', { apiId, name: 'a', codeHandlers: 'export const onPublish = 1' });
  };
  const withReference = (text: string) => (stack: Stack) => {
    const echo = stack.node.findChild('Echo');
    if (echo instanceof Lambda) echo.addEnvironment('KEY', text);
  };

  test.each<[string, Change, string]>([
    ['clients with keys', (stack) => void apiWith(config('API_KEY'))(stack), 'not API_KEY AWS_LAMBDA AWS_IAM'],
    ['answers that are kept', (stack) => void apiWith(config('AWS_LAMBDA', 60))(stack), 'keeps no answer'],
    ['tokens checked by pattern', (stack) => void apiWith(config('AWS_LAMBDA', 0, '.+'))(stack), 'checks no token'],
    ['event handlers', withHandler, 'CodeHandlers'],
    [
      'a second Event API',
      (stack) => {
        apiWith(config('AWS_LAMBDA'))(stack);
        apiWith(config('AWS_LAMBDA'), 'More')(stack);
      },
      'runs one Event API',
    ],
  ])('%s', async (_what, change, said) => {
    await expect(modelOf({ change })).rejects.toThrow(said);
  });

  test.each([
    '{{resolve:ssm:/a/b}}',
    '{{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:000000000000:secret:nobody-abcdef:SecretString:::}}',
  ])('a function that reads %s', async (text) => {
    await expect(modelOf({ change: withReference(text) })).rejects.toThrow(`cannot resolve ${text}`);
  });
});
