import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Account, type Answer, openAccount } from './account.ts';

let folder: string;
let account: Account | undefined;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rostrum-doctor-test-'));
});
afterEach(() => account?.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Said = { readonly code: number; readonly text: string };
const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'eu-central-1' };

function doctor(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Said> {
  const env = { PATH: process.env['PATH'], AWS_EC2_METADATA_DISABLED: 'true', HOME: folder, ...environment };
  const all = ['tools/doctor.ts', '--assembly', inject('assembly'), ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, all, { env, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), text: stdout + stderr }),
    );
  });
}

function configFile(config: object): string {
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  return file;
}

const listing = (...quotas: readonly (readonly [string, string, number])[]): Answer => ({
  status: 200,
  body: { Quotas: quotas.map(([QuotaName, QuotaCode, Value]) => ({ QuotaName, QuotaCode, Value })) },
});
const answers: Readonly<Record<string, Answer>> = {
  'GET /2016-08-19/account-settings/': {
    status: 200,
    body: { AccountLimit: { ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10 } },
  },
  'GET /meetings/00000000-0000-4000-8000-000000000000': { status: 404, body: { Code: 'NotFound' } },
  'GET /v2/apis': { status: 200, body: { apis: [] } },
  'GET /v2/email/account': { status: 200, body: { ProductionAccessEnabled: false } },
  'quotas chime': listing(
    ['Amazon Chime SDK meetings - Concurrent active meetings', 'L-0', 600],
    ['Amazon Chime SDK meetings - Replicas', 'L-154D84D0', 40],
  ),
  'quotas lambda': listing(['Concurrent executions', 'L-B99A9384', 10]),
};

describe('the doctor, without an account', () => {
  it('says what a deployment bears on its first day, what to ask for, and that nobody looked at the account', async () => {
    const { code, text } = await doctor([]);
    expect(text).toContain('today: 125 live rooms, 4 starts per second, largest room 1 000');
    expect(text).toMatch(/^not checked {2}account: no credentials or no region/m);
    expect(text).toContain('replicas of one primary meeting: 40 (chime L-154D84D0)');
    expect(text).toMatch(/^MIND {8} alarms: nobody is mailed: set alarmEmail$/m);
    expect(text).toMatch(/^ok {10} template: \d stacks are within every limit$/m);
    expect(code).toBe(0);
  });

  it('finds nothing to mind in a config that is ready for people', async () => {
    const ready = {
      alarmEmail: 'night@example.com',
      domain: 'rooms.example.com',
      allowedOrigins: ['https://example.com'],
    };
    const { code, text } = await doctor(['--config', configFile(ready)]);
    expect(text).not.toMatch(/^(MIND|WRONG)/m);
    expect(code).toBe(0);
  });

  it('names the field of a config that cannot be used, and fails', async () => {
    const { code, text } = await doctor(['--config', configFile({ alarmEmail: 'nobody' })]);
    expect(text).toMatch(/^WRONG {7} config: .*alarmEmail/m);
    expect(text).not.toContain('today:');
    expect(code).toBe(1);
  });

  it('minds what does not work away from a laptop', async () => {
    const { text } = await doctor([
      '--config',
      configFile({ lanes: { join: { ratePerSecond: 1, burst: 1, reservedConcurrency: 5 } } }),
    ]);
    expect(text).toMatch(/^MIND {8} lanes: /m);
    const identity = { kind: 'oidc', issuer: 'http://localhost:9/oidc', audience: ['web'] };
    const local = await doctor(['--config', configFile({ identity })]);
    expect([local.code, local.text]).toEqual([1, expect.stringMatching(/^WRONG {7} identity: /m)]);
  });
});

describe('the doctor, with credentials', () => {
  it('counts with what the account is allowed today', async () => {
    account = await openAccount(answers);
    const { code, text } = await doctor(['--endpoint', account.url], keys);
    expect(text).toMatch(/^ok {10} region: eu-central-1$/m);
    expect(text).toMatch(/^MIND {8} Lambda concurrency: 10 at once/m);
    expect(text).toMatch(/^ok {10} media service: answers here/m);
    expect(text).toMatch(/^ok {10} AppSync Events: answers here; 0 Event APIs exist$/m);
    expect(text).toMatch(/^MIND {8} mail: in the sandbox/m);
    expect(text).toContain('today: 300 live rooms, 4 starts per second, largest room 1 000');
    expect(text).toContain('held by concurrentMeetings, minter and replicaBudget');
    expect(text).not.toContain('replicas of one primary meeting: 40');
    expect(code).toBe(0);
  });

  it('signs every question for the service it asks', async () => {
    account = await openAccount(answers);
    await doctor(['--endpoint', account.url], keys);
    const signedFor = Object.fromEntries(account.asked.map(({ what, signedFor }) => [what, signedFor]));
    expect(signedFor).toMatchObject({
      'GET /2016-08-19/account-settings/': 'lambda',
      'GET /meetings/00000000-0000-4000-8000-000000000000': 'chime',
      'GET /v2/apis': 'appsync',
      'GET /v2/email/account': 'ses',
      'quotas chime': 'servicequotas',
      'secret rostrum-stripe-api-key': 'secretsmanager',
    });
  });

  it.each([
    ['sk_test_Zanzibar1', '["whsec_Zanzibar1"]', 'test', [/^ok {10} stripe-api-key: is set/m, /^ok .* one is set/m]],
    [
      'rk_live_Zanzibar1',
      '["whsec_Zanzibar1","whsec_Zanzibar2"]',
      'live',
      [/^ok {10} stripe-api-key/m, /^MIND.* two are good/m],
    ],
    ['sk_test_Zanzibar1', '[]', 'live', [/^WRONG {7} stripe-api-key: is for test/m, /^WRONG .* no JSON list/m]],
    ['pk_test_Zanzibar1', 'whsec_Zanzibar1', 'test', [/^WRONG .* no key of Stripe/m, /^WRONG .* no JSON list/m]],
    ['not set: a key', 'not set: a list', 'test', [/^MIND .* answered 503/m, /^MIND .* stripe:setup/m]],
  ])('looks whether payments are set up, and tells no secret (%s, %s, %s)', async (key, signing, mode, lines) => {
    const held = (text: string): Answer => ({ status: 200, body: { SecretString: text } });
    const secrets = {
      'secret rostrum-stripe-api-key': held(key),
      'secret rostrum-stripe-signing-secrets': held(signing),
    };
    account = await openAccount({ ...answers, ...secrets });
    const { code, text } = await doctor(
      ['--endpoint', account.url, '--config', configFile({ stripe: { mode } })],
      keys,
    );
    for (const line of lines) expect(text).toMatch(line);
    expect(code).toBe(text.includes('WRONG') ? 1 : 0);
    expect(text).not.toContain('Zanzibar');
  });

  it('says that the first deployment makes the secrets of payments', async () => {
    const absent: Answer = { status: 400, body: { __type: 'ResourceNotFoundException' } };
    account = await openAccount({ ...answers, 'secret rostrum-stripe-api-key': absent });
    const { text } = await doctor(['--endpoint', account.url], keys);
    expect(text).toMatch(/^MIND {8} stripe-api-key: is not there yet/m);
    expect(text).toMatch(/^not checked {2}stripe-signing-secrets: these credentials/m);
    expect(text).toMatch(/^not checked {2}stripe webhook: no domain is set/m);
  });

  it('says of everything it may not ask or cannot reach that it is not checked', async () => {
    account = await openAccount({});
    const refused = await doctor(['--endpoint', account.url], keys);
    const silent = await doctor(['--endpoint', 'http://127.0.0.1:9'], keys);
    for (const { code, text } of [refused, silent]) {
      for (const about of ['Lambda concurrency', 'media service', 'AppSync Events', 'mail', 'quota concurrentMeetings'])
        expect(text).toMatch(new RegExp(`^not checked  ${about}: `, 'm'));
      expect(text).toContain('today: 125 live rooms');
      expect(code).toBe(0);
    }
  });
});
