import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from './folders.ts';
import { openRealtimeCloud, type RealtimeCloud } from './realtime-stage.ts';
import { openTlsFront } from './tls-front.ts';

type Told = { readonly what: string; readonly more: unknown };
const toTold = (line: string): Told => JSON.parse(line) as Told;

const room = '/rostrum/room/r1/live';
let stage: RealtimeCloud;
let front: Awaited<ReturnType<typeof openTlsFront>>;
beforeAll(async () => {
  stage = await openRealtimeCloud();
  front = await openTlsFront(stage.cloud.port);
});
afterAll(async () => {
  front?.close();
  await stage?.close();
});

/** Starts Amplify's published events client, and waits for what it tells. */
async function startClient(token: string) {
  const authority = join(await temporaryFolder(), 'authority.pem');
  await writeFile(authority, front.authority);
  const script = join(import.meta.dirname, 'amplify-listener.ts');
  const given = [script, `${front.origin}/event`, token, room, '/rostrum/room/r2/live'];
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: authority };
  const child: ChildProcess = spawn(process.execPath, given, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill());
  const told: Told[] = [];
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  lines.on('line', (line) => told.push(toTold(line)));
  return {
    told: (what: string) => vi.waitFor(() => seen(told, what), { timeout: 20_000, interval: 20 }),
    async end(): Promise<number | null> {
      child.stdin?.write('end\n');
      return new Promise((resolve) => child.once('exit', resolve));
    },
  };
}

function seen(told: readonly Told[], what: string): unknown {
  const found = told.find((one) => one.what === what);
  if (!found) throw new Error(`not told: ${what}; told ${JSON.stringify(told)}`);
  return found.more;
}

test('an unmodified client of the service connects over TLS, hears its channel and is refused every other', async () => {
  const client = await startClient(`listen ${room}`);
  await client.told('own ready');
  await stage.publish(room, { seq: 1, type: 'tick' });
  expect(await client.told('own heard')).toEqual({ seq: 1, type: 'tick' });
  expect(await client.told('foreign failed')).toContain('UnauthorizedException');
  await client.told('post refused');
  expect(stage.cloud.calls.list().map(({ error }) => error)).toContain('UnauthorizedException');
  expect(await client.end()).toBe(0);
}, 40_000);

test('an unmodified client of the service whose token has expired is not let in', async () => {
  const client = await startClient('listen-until 1 /rostrum/room/r1/live');
  expect(await client.told('connection refused')).toContain('UnauthorizedException');
});
