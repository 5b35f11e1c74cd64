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
/** What a service may say instead of doing it; asked of stories of tickets only. `broken`: a failure that is kept under the request's key. */
export const refusals = ['conflict', 'throttled', 'broken'] as const;
export type Refusal = (typeof refusals)[number];
export type CallFault = (typeof callFaults)[number] | Refusal;

/** What may befall a delivery; only the media and the payment service lose news. */
export const deliveryFaults = ['duplicate', 'delay', 'reorder', 'drop'] as const;

export type Fates = {
  /** The fault that strikes this call of the site, if one does. */
  strike(site: string): CallFault | undefined;
  /** For the stand-ins' deliveries. */
  readonly faults: Faults;
  /** Calls or deliveries of that site are late from now on, whatever the dice say; answers how to end it. */
  hold(site: string): () => void;
  /** From now on nothing goes wrong any more. */
  calm(): void;
  /** Faults that struck so far. */
  struck(): number;
};

export type FatesOptions = {
  readonly chance: () => number;
  readonly coverage: Coverage;
  /** How many calls of the site 1 000 runs make while things may go wrong: where there are few, nearly each of them is struck. */
  readonly reachOf: (site: string) => number;
  /** How many faults of one operation a run bears: what is tried three times must not be lost to bad luck alone. */
  readonly bearableBy: (operation: string) => number;
  /** What may befall calls of a site. @default callFaults */
  readonly faultsOf?: (site: string) => readonly CallFault[];
  readonly isFaulty: boolean;
};

/**
 * How often 1 000 runs strike each site, if they reach it so often: the same for all, or what is called often and early would
 * use up what a run bears. Some 60 of each fault in 10 000 runs; deliveries happen in great numbers.
 */
const aims = { call: 50, delivery: 100 };

export function createFates(options: FatesOptions): Fates {
  const { chance, coverage, reachOf, bearableBy, isFaulty, faultsOf = () => callFaults } = options;
  const struckAt = new Map<string, number>();
  const struckSites = new Set<string>();
  const held = new Set<string>();
  let isCalm = !isFaulty;
  let total = 0;

  /** Strikes or not: an operation bears some faults and no more. */
  function isStruck(site: string, faults: readonly string[]): boolean {
    const isDelivery = site.startsWith('delivery ');
    const operation = isDelivery ? site : site.slice(0, site.indexOf(' '));
    const aim = isDelivery ? aims.delivery : aims.call;
    const reach = Math.max(1, reachOf(site));
    const before = struckAt.get(operation) ?? 0;
    const bearable = bearableBy(operation);
    // The last of four is kept for calls that few runs make, late in an operation others have been struck in.
    const isOpen = !isCalm && before < (bearable > 2 && reach > 2 * aim ? bearable - 1 : bearable);
    coverage.reached(site, faults, { isCalm, isExposed: isOpen });
    // What was struck is tried again: mostly it shall get through then, to what comes after it.
    const again = struckSites.has(site) ? 0.25 : 1;
    if (!isOpen || chance() >= again * Math.min(0.9, aim / reach)) return false;
    struckAt.set(operation, before + 1);
    struckSites.add(site);
    total += 1;
    return true;
  }

  return {
    strike(site) {
      if (held.has(site)) return 'late before';
      const possible = faultsOf(site);
      if (!isStruck(site, possible)) return undefined;
      const fault = possible[Math.floor(chance() * possible.length)];
      if (fault) coverage.struck(site, fault);
      return fault;
    },
    faults: {
      take(service, operation, modes) {
        const possible = modes.filter((mode) => isPossible(service, operation, mode));
        if (possible.length === 0) return undefined;
        const site = `delivery ${service} ${operation}`;
        if (held.has(site)) return 'delay';
        if (!isStruck(site, possible)) return undefined;
        const mode = possible[Math.floor(chance() * possible.length)];
        if (mode) coverage.struck(site, mode);
        return mode;
      },
      add: () => {},
      clear: () => {},
    },
    hold(site) {
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

/** Conflicts of calls are among the fates; our own events may come twice, late and in any order, but they come. */
function isPossible(service: string, operation: string, mode: FaultMode): boolean {
  if (mode === 'drop') return service === 'chime' || service === 'stripe';
  if (service === 'events' && operation === 'PutEvents') return false;
  return deliveryFaults.some((known) => known === mode);
}
