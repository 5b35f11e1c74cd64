import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, type Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { RealtimeApi } from '../../lib/constructs/event-api.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { synthesizeSmallStacks } from './small-stacks.ts';

// The token says what it is for: `listen /a/b,/c` may connect and hear those, `listen-until <ms> …` as long; others as they read.
const source = `
const publish = (url, body) => fetch(url, { method: 'POST', body: JSON.stringify(body), headers: {
  authorization: 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20260101/us-east-1/appsync/aws4_request',
} });
export const authorize = async (event) => {
  const [verb, first, second] = event.authorizationToken.split(' ');
  if (verb === 'throw') throw new Error('the authorizer is broken');
  if (verb === 'vague') return { isAuthorized: 'yes' };
  const isAlive = verb === 'listen' || (verb === 'listen-until' && Date.now() < Number(first));
  const { operation, channel } = event.requestContext;
  const channels = (second ?? first ?? '').split(',');
  const isAuthorized = isAlive && (operation === 'EVENT_CONNECT' || channels.includes(channel));
  return { isAuthorized, ttlOverride: 0 };
};
export const speak = async (body) => {
  if (body === 'environment') return process.env;
  const answer = await publish(process.env.REALTIME_PUBLISH_URL, body);
  return { status: answer.status, body: await answer.json() };
};`;

function addFunction(stack: Stack, asset: string, name: string, handler: string): Lambda {
  const code = Code.fromAsset(asset);
  const timeout = Duration.seconds(10);
  const runtime = Runtime.NODEJS_24_X;
  return new Lambda(stack, name, { functionName: `small-${name}`, runtime, handler, code, timeout });
}

function addRealtime(stack: Stack, asset: string): void {
  const authorizer = addFunction(stack, asset, 'authorizer', 'index.authorize');
  const api = new RealtimeApi(stack, 'Realtime', { authorizer });
  const generateSecretString = { passwordLength: 64, excludePunctuation: true };
  const key = new Secret(stack, 'Key', { generateSecretString }).secretValue.unsafeUnwrap();
  const speaker = addFunction(stack, asset, 'speaker', 'index.speak');
  const bystander = addFunction(stack, asset, 'bystander', 'index.speak');
  for (const lambda of [speaker, bystander]) {
    lambda.addEnvironment('REALTIME_PUBLISH_URL', `https://${api.httpHost}/event`);
    lambda.addEnvironment('REALTIME_URL', `wss://${api.realtimeHost}/event/realtime`);
    lambda.addEnvironment('REALTIME_HOST', api.httpHost);
    lambda.addEnvironment('REALTIME_KEY', key);
  }
  speaker.addToRolePolicy(new PolicyStatement({ actions: ['appsync:EventPublish'], resources: [api.namespaceArn] }));
}

export type Published = {
  readonly status: number;
  readonly body: {
    readonly successful?: readonly { readonly identifier: string; readonly index: number }[];
    readonly failed?: readonly unknown[];
    readonly errors?: readonly { readonly errorType: string; readonly message: string }[];
  };
};
const toPublished = (value: unknown): Published => value as Published;

/** What a function of the stage is called. */
export const arnOf = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:small-${name}`;

/** A cloud with an Event API, an authorizer that does what the token says, one who may publish and one who may not. */
export async function openRealtimeCloud() {
  const folder = mkdtempSync(join(tmpdir(), 'rostrum-test-'));
  const asset = join(folder, 'asset');
  mkdirSync(asset);
  writeFileSync(join(asset, 'index.mjs'), source);
  const assembly = synthesizeSmallStacks(join(folder, 'assembly'), asset, (stack) => addRealtime(stack, asset));
  const cloud = await startCloud({ assembly });
  return {
    cloud,
    /** What a function answers; throws when it fails. */
    async call(name: 'speaker' | 'bystander', payload: Parameters<Cloud['runner']['invoke']>[1]): Promise<unknown> {
      const invocation = await cloud.runner.invoke(arnOf(name), payload, { requestId: 'request-1' });
      if (!invocation.isOk) throw new Error(invocation.errorMessage);
      return invocation.payload;
    },
    async publish(channel: string, ...events: readonly unknown[]): Promise<Published> {
      const texts = events.map((event) => JSON.stringify(event));
      return toPublished(await this.call('speaker', { channel, events: texts }));
    },
    async close(): Promise<void> {
      await cloud.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type RealtimeCloud = Awaited<ReturnType<typeof openRealtimeCloud>>;
