import type { Config } from '../../domain/policy.ts';
import { named } from '../../lib/cloud.ts';
import { type Finding, fine, mind, notChecked, wrong } from './finding.ts';
import type { Call } from './signed-call.ts';

/** What the secrets of payments hold, without telling any of it, and whether news of payments reach us. */
export async function checkStripe(call: Call, config: Config): Promise<readonly Finding[]> {
  const { mode } = config.stripe;
  return Promise.all([
    secretOf(call, 'stripe-api-key', (text) => judgeKey(text, mode)),
    secretOf(call, 'stripe-signing-secrets', judgeSigning),
    checkWebhook(config.domain),
  ]);
}

type Judge = (text: string) => Finding;
async function secretOf(call: Call, name: string, judge: Judge): Promise<Finding> {
  try {
    const { status, body } = await call({
      service: 'secretsmanager',
      host: 'secretsmanager',
      path: '/',
      target: 'secretsmanager.GetSecretValue',
      body: { SecretId: named(name) },
    });
    if (status === 200) return judge(String(body['SecretString'] ?? ''));
    const isAbsent = String(body['__type']).endsWith('ResourceNotFoundException');
    if (isAbsent) return mind(name, 'is not there yet: the first deployment makes it');
    return notChecked(name, `these credentials may not read it (${status})`);
  } catch (error) {
    return notChecked(name, `cannot be reached from here (${error instanceof Error ? error.name : 'unknown'})`);
  }
}

const isUnset = (text: string): boolean => text === '' || text.startsWith('not set');

function judgeKey(text: string, mode: 'test' | 'live'): Finding {
  const about = 'stripe-api-key';
  if (isUnset(text)) return mind(about, 'is not set: calls about payments are answered 503 (docs/runbook.md, Stripe)');
  const kind = /^(?:sk|rk)_(test|live)_\w+$/.exec(text)?.[1];
  if (kind === undefined) return wrong(about, 'is no key of Stripe: it begins with sk_ or rk_, and test_ or live_');
  return kind === mode
    ? fine(about, `is set, for ${mode} payments as the config says`)
    : wrong(about, `is for ${kind} payments and the config says ${mode}: it is not used`);
}

function judgeSigning(text: string): Finding {
  const about = 'stripe-signing-secrets';
  if (isUnset(text)) return mind(about, 'are not set: news of payments are refused (npm run stripe:setup)');
  const secrets = toList(text);
  const isList = secrets.length > 0 && secrets.length <= 2 && secrets.every((one) => /^whsec_\w+$/.test(String(one)));
  if (!isList) return wrong(about, 'are no JSON list of one or two whsec_…');
  return secrets.length === 1
    ? fine(about, 'one is set')
    : mind(about, 'two are good: once Stripe sends with the newer only, say stripe:setup --finish');
}
function toList(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** Milliseconds after which an address counts as not reachable. */
const patience = 8_000;

/** What is not signed must be refused by us: so the way there is open. */
async function checkWebhook(domain: string | undefined): Promise<Finding> {
  const about = 'stripe webhook';
  if (domain === undefined)
    return notChecked(about, 'no domain is set; Stripe must reach POST /webhooks/stripe of the API');
  const url = `https://${domain}/webhooks/stripe`;
  try {
    const { status } = await fetch(url, { method: 'POST', body: '{}', signal: AbortSignal.timeout(patience) });
    if (status === 400) return fine(about, `${url} answers, and refuses what is not signed`);
    return wrong(about, `${url} answered ${status} to what is not signed, where 400 was expected`);
  } catch {
    return notChecked(about, `${url} cannot be reached from here`);
  }
}
