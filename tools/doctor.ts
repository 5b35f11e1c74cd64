/**
 * Looks at a deployment before it is one: config and template always, the account when there are credentials. `--config FILE`,
 * `--assembly FOLDER` (synthesized when left out), `--offline` asks no account, `--endpoint URL` stands for every AWS service.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../domain/policy.ts';
import { synthesize } from '../local/assembly/synthesize.ts';
import { type Allowances, firstDay } from './capacity/quotas.ts';
import { checkAccount } from './doctor/account-check.ts';
import { checkConfig } from './doctor/config-check.ts';
import { type Finding, fine, notChecked, wrong } from './doctor/finding.ts';
import { readQuotas } from './doctor/quota-check.ts';
import { capacityLines, lineOf } from './doctor/report.ts';
import { caller, findAccount } from './doctor/signed-call.ts';
import { checkStripe } from './doctor/stripe-check.ts';
import { checkTemplates } from './doctor/template-check.ts';

const root = join(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: {
    config: { type: 'string', default: join(root, 'rostrum.config.json') },
    assembly: { type: 'string' },
    endpoint: { type: 'string' },
    offline: { type: 'boolean', default: false },
  },
});

async function templateFindings(): Promise<Finding[]> {
  if (options.assembly) return checkTemplates(options.assembly);
  const directory = mkdtempSync(join(tmpdir(), 'rostrum-doctor-'));
  try {
    await synthesize({ root, directory, configFile: options.config });
    return checkTemplates(directory);
  } catch (error) {
    return [wrong('template', error instanceof Error ? error.message : String(error))];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function accountFindings(config: Config): Promise<{ allowed: Allowances; findings: readonly Finding[] }> {
  const account = options.offline ? undefined : await findAccount();
  if (!account) {
    const why = options.offline ? 'asked not to' : 'no credentials or no region';
    return {
      allowed: firstDay,
      findings: [notChecked('account', `${why}: quotas are those of an account's first day`)],
    };
  }
  const call = caller(account, options.endpoint);
  const [quotas, services, payments] = await Promise.all([
    readQuotas(call),
    checkAccount(call, config),
    checkStripe(call, config),
  ]);
  return {
    allowed: quotas.allowed,
    findings: [fine('region', account.region), ...services, ...payments, ...quotas.findings],
  };
}

async function run(): Promise<void> {
  const { file, findings: ofConfig } = checkConfig(options.config);
  const ofTemplate = file ? await templateFindings() : [];
  const account = file && (await accountFindings(file.config));
  const findings = [...ofConfig, ...ofTemplate, ...(account?.findings ?? [])];
  console.log(findings.map(lineOf).join('\n'));
  if (file && account) console.log(`\n${capacityLines(account.allowed, file.config).join('\n')}`);
  if (findings.some(({ verdict }) => verdict === 'wrong')) process.exitCode = 1;
}

await run();
