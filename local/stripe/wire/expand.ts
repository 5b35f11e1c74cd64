import type { State } from '../state.ts';
import { invalid } from './refusal.ts';

/** Only what stands on shelves can be expanded. */
function findAny(state: State, id: string): object | undefined {
  const { intents, charges, transactions, refunds, transfers } = state;
  for (const collection of [intents, charges, transactions, refunds, transfers]) {
    const found = collection.get(id);
    if (found) return found;
  }
  return undefined;
}

type Fields = Readonly<Record<string, unknown>>;

const toFields = (value: object): Fields => value as Fields;

/** Puts objects in the place of their ids, e.g. `payment_intent.latest_charge`; four levels at most, as at Stripe. */
export function expand(state: State, shown: object, paths: readonly string[]): object {
  return paths.reduce((whole, path) => {
    const names = path.split('.');
    if (names.length > 4) throw invalid('expand', `You cannot expand more than 4 levels of a property (${path}).`);
    return expandPath(state, whole, names, path);
  }, shown);
}

function expandPath(state: State, whole: object, [name, ...rest]: readonly string[], path: string): object {
  if (name === undefined) return whole;
  if (Array.isArray(whole)) return whole.map((item) => expandPath(state, item, [name, ...rest], path));
  const value = toFields(whole)[name];
  if (value === undefined) throw invalid('expand', `This property cannot be expanded (${path}).`);
  const found = typeof value === 'string' ? findAny(state, value) : value;
  if (value !== null && (typeof found !== 'object' || found === null))
    throw invalid('expand', `This property cannot be expanded (${path}).`);
  return found === null || typeof found !== 'object'
    ? whole
    : { ...whole, [name]: expandPath(state, found, rest, path) };
}
