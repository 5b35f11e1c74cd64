import { describe, expect, it } from 'vitest';
import { type TicketProtection, ticketProtections, withoutOne } from './protections.ts';
import { ticketSimulation } from './seeds.ts';

/** What misses each protection, from the recorded seed on: a change of the product changes what a seed tells. */
const noticed: Readonly<
  Record<TicketProtection, { readonly title: string; readonly from: number; readonly violation: RegExp }>
> = {
  'stock condition': { title: 'no place is sold twice', from: 1, violation: /has less than no place/ },
  'ticket version': {
    title: 'a ticket moves on only from where it was read',
    from: 3,
    violation: /places left and \d+ taken/,
  },
  'asking first': {
    title: 'a place goes back only when nobody can pay for it any more',
    from: 2,
    violation: /lost the place of order/,
  },
  'refund item': {
    title: 'that money goes back is written down with the ticket that it is for',
    from: 3,
    violation: /has no end/,
  },
  'refund once': { title: 'a payment goes back once', from: 40, violation: /is due that the sweep|still is pending/ },
  sweep: { title: 'what nobody hears of is looked at', from: 3, violation: /has no end|still is/ },
  'payment key': {
    title: 'asking again for a payment is asking for the same',
    from: 27,
    violation: /lost the place of order|has no end/,
  },
  'payout once': { title: 'a host is paid once, whatever fails', from: 9, violation: /was paid out \d times/ },
};
const mostSeeds = 120;

describe('taken away at the wire, each protection of tickets is missed by a simulation:', () => {
  it.each(ticketProtections.map((name) => [name, noticed[name].title] as const))('%s: %s', async (name) => {
    const { from, violation } = noticed[name];
    const { run } = await ticketSimulation();
    const seed = await firstSeed(from, async (candidate) =>
      (await run(candidate, { meddle: withoutOne[name] })).violations.some((what) => violation.test(what)),
    );
    expect(seed, `no seed of ${mostSeeds} notices that ${name} is gone`).toBeDefined();
    expect((await run(seed ?? from)).violations, 'the same story with it').toEqual([]);
  });
});

async function firstSeed(from: number, isNoticed: (seed: number) => Promise<boolean>): Promise<number | undefined> {
  for (let seed = from; seed < from + mostSeeds; seed += 1) if (await isNoticed(seed)) return seed;
  return undefined;
}
