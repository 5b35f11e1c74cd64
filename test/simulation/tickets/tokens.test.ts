import { expect, it } from 'vitest';
import type { JsonObject } from '../../../local/model.ts';
import { ticketSimulation } from './seeds.ts';

/** Seeds in which a buyer finds the first part that they ask empty, and a place in another one. */
const seeds = Array.from({ length: 25 }, (_, at) => at + 1);
/** The service's own limit. */
const longestToken = 36;

/** The service refuses another transaction under a token it knows; it is not written anywhere that a canceled one is forgotten. */
it('one token stands for one transaction, whichever parts of a sale are asked', { timeout: 240_000 }, async () => {
  const simulation = await ticketSimulation();
  const seen = new Set<string>();
  const wrong = new Set<string>();
  for (const seed of seeds) {
    const known = new Map<string, string>();
    const note = ({ operation, input }: { readonly operation: string; readonly input: JsonObject }) => {
      if (operation !== 'TransactWriteItems') return undefined;
      const token = String(input['ClientRequestToken']);
      const asked = JSON.stringify(input['TransactItems']);
      if (token.length > longestToken) wrong.add(`${token} is too long`);
      if ((known.get(token) ?? asked) !== asked) wrong.add(`${token} stands for two transactions (seed ${seed})`);
      known.set(token, asked);
      if (token.startsWith('ord_')) seen.add(token);
      return undefined;
    };
    const { violations } = await simulation.run(seed, { meddle: note });
    expect(violations).toEqual([]);
  }
  expect(seen.size).toBeGreaterThan(100);
  expect([...wrong]).toEqual([]);
});
