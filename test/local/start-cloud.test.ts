import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { PortBusy } from '../../local/listening/listen.ts';
import { synthesizeSmallStacks } from './small-stacks.ts';

// A handler that speaks the wire itself, as a bundle without the SDK: the event says which call to make.
const source = `import { request } from 'node:http';
const call = (service, target, body) => new Promise((resolve, reject) => {
  const credential = process.env.AWS_ACCESS_KEY_ID + '/20260101/us-east-1/' + service + '/aws4_request';
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target,
    authorization: 'AWS4-HMAC-SHA256 Credential=' + credential + ', SignedHeaders=host, Signature=0' };
  request(process.env['AWS_ENDPOINT_URL_' + service.toUpperCase()], { method: 'POST', headers }, async (answer) => {
    const parts = await answer.toArray();
    resolve({ status: answer.statusCode, body: Buffer.concat(parts).toString() });
  }).on('error', reject).end(JSON.stringify(body));
});
export const handler = async (event) => {
  if (event.Records) return { batchItemFailures: [] };
  const { service, target, body } = JSON.parse(event.body ?? 'null') ?? event.pathParameters ?? {};
  if (service) return call(service, target, body);
  return { path: event.rawPath, table: process.env.TABLE, sub: event.requestContext?.authorizer?.jwt.claims.sub };
};`;

let folder = '';
let cloud: Cloud;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rostrum-test-'));
  mkdirSync(join(folder, 'asset'));
  writeFileSync(join(folder, 'asset/index.mjs'), source);
  cloud = await startCloud({ assembly: synthesizeSmallStacks(join(folder, 'assembly'), join(folder, 'asset')) });
});
afterAll(async () => {
  await cloud?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function signedIn(): Promise<string> {
  const { accessToken } = await cloud.identity.issueToken({ handle: 'mia' });
  return `Bearer ${accessToken}`;
}

const post = async (body: object) =>
  fetch(`${cloud.url}/things`, {
    method: 'POST',
    headers: { authorization: await signedIn(), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const dynamo = (operation: string, body: object) => ({
  service: 'dynamodb',
  target: `DynamoDB_20120810.${operation}`,
  body,
});
const key = { pk: { S: 'a' }, sk: { S: 'b' } };

describe('a started cloud', () => {
  it('answers the routes of the template through the function of its asset', async () => {
    const given = await fetch(`${cloud.url}/things/7`);
    expect(await given.json()).toEqual({ path: '/things/7', table: 'small-things' });
  });

  it('takes the tokens of its own sign-in, and no request without', async () => {
    expect(await (await post({})).json()).toMatchObject({ sub: expect.any(String) });
    expect((await fetch(`${cloud.url}/things`, { method: 'POST' })).status).toBe(401);
  });

  it('lets a function do what its role allows, and nothing else', async () => {
    const read = await post(dynamo('GetItem', { TableName: 'small-things', Key: key }));
    expect(await read.json()).toEqual({ status: 200, body: '{}' });
    const write = await post(dynamo('PutItem', { TableName: 'small-things', Item: key }));
    expect(await write.json()).toEqual({ status: 400, body: expect.stringContaining('AccessDenied') });
  });

  it('counts the calls of a request under its id', async () => {
    cloud.calls.clear();
    const given = await post(dynamo('GetItem', { TableName: 'small-things', Key: key }));
    expect(cloud.calls.list()).toMatchObject([
      { function: 'small-echo', operation: 'GetItem', requestId: given.headers.get('apigw-requestid') },
    ]);
  });

  it('serves the control plane, sign-in documents, AWS and the page on one port', async () => {
    const statusOf = async (path: string) => (await fetch(cloud.url + path)).status;
    expect(await statusOf('/local/clock')).toBe(200);
    expect(await statusOf('/oidc/.well-known/openid-configuration')).toBe(200);
    expect(await statusOf('/aws/nothing')).toBe(501);
    expect(await statusOf('/')).toBe(200);
    expect(await statusOf('/things')).toBe(404);
  });

  it('listens on both addresses of this machine', async () => {
    for (const host of ['127.0.0.1', '[::1]']) {
      expect((await fetch(`http://${host}:${cloud.port}/things/7`)).status).toBe(200);
    }
  });

  it('does not share its port', async () => {
    await expect(startCloud({ port: cloud.port })).rejects.toThrow(PortBusy);
  });

  it('ends within two seconds, and answers no more', async () => {
    const other = await startCloud({ assembly: join(folder, 'assembly') });
    await fetch(`${other.url}/things/7`);
    const startedAt = performance.now();
    await other.close();
    expect(performance.now() - startedAt).toBeLessThan(2000);
    await expect(fetch(`${other.url}/things/7`)).rejects.toThrow();
  });
});
