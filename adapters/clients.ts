import type { Wiring } from './wiring.ts';

/** One client of a kind per wiring, i.e. per cold start: adapters are made for every request, connections are kept. */
export function clientOnce<Client>(open: () => Client): (wiring: Wiring) => Client {
  const opened = new WeakMap<Wiring, { readonly client: Client }>();
  return (wiring) => {
    const known = opened.get(wiring) ?? { client: open() };
    opened.set(wiring, known);
    return known.client;
  };
}
