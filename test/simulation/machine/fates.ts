import type { FaultMode, Faults } from '../../../local/model.ts';
import type { Coverage } from './coverage.ts';

/** What may befall a call: before its effect, or after it. `duplicate`: the request arrives twice and the second is answered. */
export const callFaults = [
  'fail before',
  'crash before',
  'late before',
  'fail after',
  'crash after',
  'late after',
  'duplicate',
] as const;
export type CallFault = (typeof callFaults)[number];

/** What may befall a delivery; only the media service loses news. */
export const deliveryFaults = ['duplicate', 'delay', 'reorder', 'drop'] as const;

export type Fates = {
  /** The fault that strikes this call of the site, if one does. */
  strike(site: string): CallFault | undefined;
  /** For the stand-ins' deliveries. */
  readonly faults: Faults;
  /** Deliveries of that name are late from now on, whatever the dice say; answers how to end it. */
  hold(service: string, operation: string): () => void;
  /** From now on nothing goes wrong any more. */
  calm(): void;
  /** Faults that struck so far. */
  struck(): number;
};

export type FatesOptions = {
  readonly chance: () => number;
  readonly coverage: Coverage;
  /** How many of 1 000 runs reach the site: what is seldom reached is struck whenever it is. */
  readonly reachOf: (site: string) => number;
  /** How many faults of one operation a run bears: what is tried three times must not be lost to bad luck alone. */
  readonly bearableBy: (operation: string) => number;
  readonly isFaulty: boolean;
};

/** With so much of 1 000 a site is struck whenever a run reaches it; aims at some 40 of each fault in 10 000 runs. */
const aim = 30;
/** What fewer runs reach is struck in runs that have had their faults, too. */
const seldom = 100;
const mostOfRun = 12;

export function createFates({ chance, coverage, reachOf, bearableBy, isFaulty }: FatesOptions): Fates {
  const struckAt = new Map<string, number>();
  const held = new Set<string>();
  let isCalm = !isFaulty;
  let total = 0;

  /** Strikes or not: a run bears some faults, and an operation no more than two of them. */
  function isStruck(site: string): boolean {
    const reach = Math.max(1, reachOf(site));
    if (isCalm || (total >= mostOfRun && reach > seldom)) return false;
    const operation = site.startsWith('delivery ') ? site : site.slice(0, site.indexOf(' '));
    const before = struckAt.get(operation) ?? 0;
    if (before >= bearableBy(operation)) return false;
    if (chance() >= Math.min(0.9, aim / reach)) return false;
    struckAt.set(operation, before + 1);
    total += 1;
    return true;
  }

  return {
    strike(site) {
      coverage.reached(site, callFaults, !isCalm);
      if (!isStruck(site)) return undefined;
      const fault = callFaults[Math.floor(chance() * callFaults.length)];
      if (fault) coverage.struck(site, fault);
      return fault;
    },
    faults: {
      take(service, operation, modes) {
        const possible = modes.filter((mode) => isPossible(service, operation, mode));
        if (possible.length === 0) return undefined;
        const site = `delivery ${service} ${operation}`;
        coverage.reached(site, possible, !isCalm);
        if (held.has(site)) return 'delay';
        if (!isStruck(site)) return undefined;
        const mode = possible[Math.floor(chance() * possible.length)];
        if (mode) coverage.struck(site, mode);
        return mode;
      },
      add: () => {},
      clear: () => {},
    },
    hold(service, operation) {
      const site = `delivery ${service} ${operation}`;
      held.add(site);
      return () => void held.delete(site);
    },
    calm() {
      isCalm = true;
      held.clear();
    },
    struck: () => total,
  };
}

/** Conflicts are for the tables' own tests; our own events may come twice, late and in any order, but they come. */
function isPossible(service: string, operation: string, mode: FaultMode): boolean {
  if (mode === 'drop') return service === 'chime';
  if (service === 'events' && operation === 'PutEvents') return false;
  return deliveryFaults.some((known) => known === mode);
}
