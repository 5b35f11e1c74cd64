import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { UnitEntry } from '../../functions/runtime/manifest.ts';
import { bundleUnits } from '../../tools/bundle.ts';
import { fixtureUnits } from './fixture.ts';

const project = join(import.meta.dirname, '../..');

// Below the project, so that packages are found; dist/ is ignored by git.
let sourceDir: string;
const source = (path: string, text: string) => {
  mkdirSync(join(sourceDir, path, '..'), { recursive: true });
  writeFileSync(join(sourceDir, path), text);
};

const createRoom = `
import http, { STATUS_CODES } from 'node:http';
import { ConditionalCheckFailedException, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
export const handler = {
  builtins: () => [http.METHODS.length > 0, STATUS_CODES[404]],
  call: () => new DynamoDBClient({ maxAttempts: 1 }).send(new ListTablesCommand({})),
  isKnown: (error) => Object.getPrototypeOf(error) === ConditionalCheckFailedException.prototype,
};`;

const only = (name: string): UnitEntry[] => fixtureUnits.filter((unit) => unit.name === name);
const bundle = (units: readonly UnitEntry[]) => bundleUnits({ outDir: join(sourceDir, 'out'), units, sourceDir });

beforeAll(() => {
  mkdirSync(join(project, 'dist'), { recursive: true });
  sourceDir = mkdtempSync(join(project, 'dist/bundle-test-'));
  source('functions/runtime/http-unit.ts', 'export const httpUnit = (name, routes) => ({ name, routes });');
  source('functions/runtime/worker-unit.ts', 'export const workerUnit = (name, routes) => ({ name, routes });');
  source('functions/rooms/create-room.ts', createRoom);
  source('functions/rooms/read-room.ts', 'export const handler = "read";');
  source('functions/rooms/act-on-timer.ts', 'export const handler = "first";');
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => rmSync(sourceDir, { recursive: true }));

type Loaded = {
  handler: {
    name: string;
    routes: { run: { builtins(): unknown; call(): Promise<unknown>; isKnown(error: unknown): boolean } }[];
  };
};
const toLoaded = (module: unknown): Loaded => module as Loaded;
const load = async (directory: string | undefined) => toLoaded(await import(`${directory}/index.mjs`)).handler;

describe('bundles', () => {
  test('an HTTP unit is a router over its operations, made from the manifest', async () => {
    const { name, routes } = await load((await bundle(only('rooms-write')))['rooms-write']);
    expect(name).toBe('rooms-write');
    expect(routes).toMatchObject([{ name: 'createRoom', method: 'POST', path: '/v1/rooms', status: 201 }]);
  });

  test('an operation that makes nothing answers 200', async () => {
    const { routes } = await load((await bundle(only('rooms-read')))['rooms-read']);
    expect(routes).toMatchObject([{ name: 'readRoom', status: 200 }]);
  });

  test('a worker unit gets its triggers as they stand in the manifest', async () => {
    const { routes } = await load((await bundle(only('timers')))['timers']);
    expect(routes).toEqual([{ name: 'actOnTimer', trigger: { queue: 'timers' }, run: 'first' }]);
  });

  test('a unit cannot be both', async () => {
    const mixed = { name: 'mixed', operations: fixtureUnits.slice(2, 4).flatMap(({ operations }) => operations) };
    await expect(bundle([mixed])).rejects.toThrow('mixes HTTP operations with workers');
  });

  test('builtins work by name and by default, and none is imported', async () => {
    const directory = (await bundle(only('rooms-write')))['rooms-write'];
    const { routes } = await load(directory);
    expect(routes[0]?.run.builtins()).toEqual([true, 'Not Found']);
    expect(readFileSync(`${directory}/index.mjs`, 'utf8')).not.toMatch(/(from|import)\s*["']node:/);
  });

  test('AWS clients sign with the keys in the environment and call where the environment points', async () => {
    const { routes } = await load((await bundle(only('rooms-write')))['rooms-write']);
    const seen = await answering(200, { TableNames: ['mine'] });
    await expect(routes[0]?.run.call()).resolves.toMatchObject({ TableNames: ['mine'] });
    expect(seen).toEqual([expect.stringContaining('Credential=KEYOFTHEUNIT/')]);
  });

  test('an exception that our sources name keeps its class and fields', async () => {
    const { routes } = await load((await bundle(only('rooms-write')))['rooms-write']);
    const Item = { pk: { S: 'ROOM#1' } };
    await answering(400, {
      __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
      message: 'no',
      Item,
    });
    const failure = { name: 'ConditionalCheckFailedException', message: 'no', Item, $fault: 'client' };
    const error = await routes[0]?.run.call().catch((caught: unknown) => caught);
    expect(error).toMatchObject(failure);
    expect(routes[0]?.run.isKnown(error)).toBe(true);
  });

  test('an exception that no source of ours names still has its name and message', async () => {
    const directory = (await bundle(only('rooms-write')))['rooms-write'];
    const { routes } = await load(directory);
    await answering(400, { __type: 'com.amazonaws.dynamodb.v20120810#BackupInUseException', message: 'busy' });
    await expect(routes[0]?.run.call()).rejects.toMatchObject({ name: 'BackupInUseException', message: 'busy' });
    expect(readFileSync(`${directory}/index.mjs`, 'utf8').includes('BackupInUseException')).toBe(false);
  });

  test('the chain that looks for keys in files and services is not inside', async () => {
    await bundle(only('rooms-write'));
    const inside = Object.keys(toMetafile(readFileSync(join(sourceDir, 'out/metafile.json'), 'utf8')).inputs);
    expect(inside.filter((path) => /credential-provider-(node|ini|sso|http|imds)/.test(path))).toEqual([]);
    expect(inside).toContain('tools/bundle/environment-credentials.ts');
  });
});

describe('bundling again', () => {
  const file = () => join(sourceDir, 'out/timers/index.mjs');

  test('does nothing when nothing changed', async () => {
    await bundle(only('timers'));
    const before = statSync(file()).mtimeMs;
    await bundle(only('timers'));
    expect(statSync(file()).mtimeMs).toBe(before);
  });

  test('takes up a changed source', async () => {
    await bundle(only('timers'));
    source('functions/rooms/act-on-timer.ts', 'export const handler = "second";');
    await bundle(only('timers'));
    expect(readFileSync(file(), 'utf8')).toContain('"second"');
  });

  test('takes up a changed manifest', async () => {
    await bundle(only('timers'));
    const renamed = only('timers').map(({ name, operations }) => ({
      name,
      operations: operations.map((operation) => ({ ...operation, name: 'ringBell' })),
    }));
    await bundle(renamed);
    expect(readFileSync(file(), 'utf8')).toContain('"ringBell"');
  });
});

const servers: Server[] = [];

/** A DynamoDB that answers everything alike, and the environment that leads there; tells who signed. */
async function answering(status: number, body: object): Promise<string[]> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization ?? '');
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://127.0.0.1:${portOf(server.address())}/aws/dynamodb`);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'KEYOFTHEUNIT');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not a secret');
  return seen;
}

const toMetafile = (text: string): { inputs: object } => JSON.parse(text);
const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address ? address.port : 0;
