import { callFaults, type FatesOptions } from '../machine/fates.ts';
import { bearableBy } from '../machine/units.ts';
import { reachOfTickets } from '../reach.ts';
import type { Dice } from '../story/dice.ts';
import { faultsOf, isContended, isOfTickets } from './sites.ts';

type Weather = Required<Pick<FatesOptions, 'bearableBy' | 'faultsOf' | 'isFaulty' | 'reachOf'>>;

/** Calls of the rooms' sites in 1 000 runs: all alike, as they are struck in stories of their own. */
const reachOfRooms = 900;
const reachOf = (site: string): number => (isOfTickets(site) ? reachOfTickets.of(site) : reachOfRooms);
/** Nine of ten are struck, or one of two. */
const [nearlyAll, half] = [20, 100];

/** What Lambda starts each hour is tried three times, like an event. */
const bearable = (operation: string): number => (operation === 'orderReconciling' ? 2 : bearableBy(operation));

const usual = { bearableBy: bearable, faultsOf, reachOf };
/** In a rush every other write meets a conflict, again and again. */
const rush = {
  ...usual,
  faultsOf: (site: string) => (isContended(site) ? (['conflict'] as const) : faultsOf(site)),
  reachOf: (site: string) => (isContended(site) ? half : reachOf(site)),
};
const isNews = (site: string): boolean => site.startsWith('delivery stripe ');
/** The payment service's news are lost, late, doubled and overtaken, nearly all of them. */
const deaf = {
  bearableBy: (operation: string) => (isNews(operation) ? Number.POSITIVE_INFINITY : bearable(operation)),
  faultsOf,
  reachOf: (site: string) => (isNews(site) ? nearlyAll : reachOf(site)),
};
const calm = { ...usual, faultsOf: () => callFaults };

/** What goes wrong in a story of a kind that so many of all stories are of. */
export function weatherOf(dice: Dice, isDeaf: boolean, share: number): Weather {
  const chosen = dice.weigh([
    [0.15, calm],
    [0.05, rush],
    [0.12, deaf],
    [0.68, usual],
  ]);
  const kind = isDeaf && chosen === usual ? deaf : chosen;
  return { ...kind, reachOf: (site) => kind.reachOf(site) / share, isFaulty: kind !== calm };
}
