import type { Allowances, QuotaName } from './quotas.ts';

/** A step of growth: what to ask for, in which order, and what to set in the config once it is granted. */
export type Step = {
  readonly name: string;
  readonly asks: Readonly<Partial<Record<QuotaName, number>>>;
  readonly replicaBudget?: number;
};

export const steps: readonly Step[] = [
  { name: 'large rooms', asks: { replicasPerMeeting: 40 }, replicaBudget: 40 },
  {
    name: 'a busy evening',
    asks: { concurrentMeetings: 2_000, lambdaConcurrency: 3_000 },
    replicaBudget: 40,
  },
  {
    name: 'a celebrity',
    asks: {
      concurrentMeetings: 4_000,
      lambdaConcurrency: 10_000,
      gatewayRequestsPerSecond: 40_000,
      subscriberConnectsPerSecond: 10_000,
    },
    replicaBudget: 40,
  },
];

/** The allowances once this step and all before it are granted; what is higher already stays. */
export function allowedAfter(allowed: Allowances, count: number): Allowances {
  let raised = allowed;
  for (const { asks } of steps.slice(0, count)) raised = { ...raised, ...Object.fromEntries(missing(raised, asks)) };
  return raised;
}

/** What of the asked is not granted yet. */
export function missing(allowed: Allowances, asks: Step['asks']): [QuotaName, number][] {
  return toEntries(asks).filter(([name, wanted]) => wanted > allowed[name]);
}
const toEntries = (asks: Step['asks']) => Object.entries(asks) as [QuotaName, number][];
