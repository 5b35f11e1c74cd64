import type { Config } from '../../domain/policy.ts';
import { capacityOf, sentenceOf, spaced } from '../capacity/capacity.ts';
import { type Allowances, quotas } from '../capacity/quotas.ts';
import { missing, steps } from '../capacity/requests.ts';
import type { Finding } from './finding.ts';

const marks: Readonly<Record<Finding['verdict'], string>> = {
  fine: 'ok         ',
  mind: 'MIND       ',
  wrong: 'WRONG      ',
  'not checked': 'not checked',
};

export const lineOf = ({ verdict, about, says }: Finding): string => `${marks[verdict]}  ${about}: ${says}`;

/** What the account bears today, and what to ask for, in the order of growth. */
export function capacityLines(allowed: Allowances, config: Config): string[] {
  const capacity = capacityOf(allowed, config);
  const { liveRooms, startsPerSecond, largestRoom } = capacity;
  const held = `held by ${liveRooms.heldBy}, ${startsPerSecond.heldBy} and ${largestRoom.heldBy}`;
  const requests = steps.flatMap(({ name, asks, replicaBudget }) => {
    const wanted = missing(allowed, asks).map(
      ([quota, value]) =>
        `  ${quotas[quota].service}: ${quotas[quota].says.split(/[;,(]/)[0]?.trim()}: ${spaced(value)}${codeOf(quota)}`,
    );
    const isBudgetShort = replicaBudget !== undefined && config.replicaBudget < replicaBudget;
    const then = isBudgetShort ? [`  then set replicaBudget to ${replicaBudget} in rostrum.config.json`] : [];
    return wanted.length > 0 ? [`for ${name} ask for:`, ...wanted, ...then] : [];
  });
  return [sentenceOf(capacity), held, ...(requests.length > 0 ? ['', 'quota requests to file:', ...requests] : [])];
}

function codeOf(name: keyof typeof quotas): string {
  const { listed } = toQuota(quotas[name]);
  return listed?.code ? ` (${listed.serviceCode} ${listed.code})` : '';
}
const toQuota = (quota: object) =>
  quota as { readonly listed?: { readonly serviceCode: string; readonly code?: string } };
