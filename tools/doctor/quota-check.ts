import { type Allowances, firstDay, type Quota, type QuotaName, quotaNames, quotas } from '../capacity/quotas.ts';
import { type Finding, fine, notChecked } from './finding.ts';
import type { Call } from './signed-call.ts';

type Listed = { readonly QuotaName: string; readonly QuotaCode: string; readonly Value: number };
export type AccountQuotas = { readonly allowed: Allowances; readonly findings: readonly Finding[] };

/** Pages of a service's quotas that are read at most: no service has more than a few hundred. */
const mostPages = 20;

/** What the account is allowed today. What could not be read is taken as on an account's first day, and said to be so. */
export async function readQuotas(call: Call): Promise<AccountQuotas> {
  const lists = new Map<string, readonly Listed[] | Error>();
  const allowed: Record<QuotaName, number> = { ...firstDay };
  const findings: Finding[] = [];
  for (const name of quotaNames) {
    const quota: Quota = quotas[name];
    if (!quota.listed) continue;
    const { serviceCode } = quota.listed;
    if (!lists.has(serviceCode)) lists.set(serviceCode, await listOf(call, serviceCode));
    const list = lists.get(serviceCode);
    const found = Array.isArray(list) ? list.find((one) => isMeant(one, quota)) : undefined;
    if (found) allowed[name] = found.Value;
    findings.push(
      found ? fine(`quota ${name}`, `${found.Value}: ${quota.service}, ${found.QuotaName}`) : unread(name, list),
    );
  }
  return { allowed, findings };
}

function unread(name: QuotaName, list: unknown): Finding {
  const why = list instanceof Error ? list.message : 'Service Quotas does not list it here';
  return notChecked(`quota ${name}`, `${why}; taken as ${quotas[name].value}`);
}

function isMeant({ QuotaCode, QuotaName }: Listed, { listed }: Quota): boolean {
  return listed?.code ? QuotaCode === listed.code : (listed?.name?.test(QuotaName) ?? false);
}

async function listOf(call: Call, ServiceCode: string): Promise<readonly Listed[] | Error> {
  const found: Listed[] = [];
  let NextToken: string | undefined;
  try {
    for (let page = 0; page < mostPages; page += 1) {
      const { status, body } = await call({
        service: 'servicequotas',
        host: 'servicequotas',
        path: '/',
        target: 'ServiceQuotasV20190624.ListServiceQuotas',
        body: { ServiceCode, MaxResults: 100, ...(NextToken && { NextToken }) },
      });
      if (status !== 200) return new Error(`Service Quotas answered ${status} for ${ServiceCode}`);
      const read = toPage(body);
      found.push(...(read.Quotas ?? []));
      NextToken = read.NextToken;
      if (!NextToken) break;
    }
    return found;
  } catch (error) {
    return new Error(`Service Quotas cannot be reached (${error instanceof Error ? error.name : 'unknown'})`);
  }
}
const toPage = (body: unknown) => body as { readonly Quotas?: readonly Listed[]; readonly NextToken?: string };
