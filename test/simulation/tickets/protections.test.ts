import { describe, expect, it } from 'vitest';
import { type TicketProtection, ticketProtections, withoutOne } from './protections.ts';
import { ticketSimulation } from './seeds.ts';

/** What misses each protection, from the recorded seed on: a change of the product changes what a seed tells, and the record with it. */
const noticed: Readonly<
  Record<TicketProtection, { readonly title: string; readonly from: number; readonly violation: RegExp }>
> = {
  'stock condition': { title: 'no place is sold twice', from: 2, violation: /has less than no place/ },
  'state check': {
    title: 'a ticket moves on only from where it was read',
    from: 3,
    violation: /places left.* and \d+ taken/,
  },
  'asked for': {
    title: 'whoever asks for a payment has written it down before',
    from: 8,
    violation: /lost the place of order/,
  },
  'asking before release': {
    title: 'a place goes back only when the payment service says that nobody can pay any more',
    from: 8,
    violation: /lost the place of order/,
  },
  'asking before release, late path': {
    title: 'whoever pays when the place is gone has another one, or the money',
    from: 18,
    violation: /has no end/,
  },
  'refund item': {
    title: 'that money goes back is written down with the ticket that it is for',
    from: 2,
    violation: /has no end/,
  },
  'refund key': { title: 'a payment has one refund', from: 271, violation: /is due that the sweep|still is pending/ },
  'one end': {
    title: 'a payment buys a ticket or goes back, whoever finds it when',
    from: 401_899,
    violation: /has a valid ticket and a full refund/,
  },
  'sweep and reconciler': {
    title: 'what nobody hears of is looked at',
    from: 22,
    violation: /has no end|still is/,
  },
  'booked once': { title: 'what is heard of twice is booked once', from: 14, violation: /is booked twice/ },
  'payment key': {
    title: 'asking again for a payment is asking for the same',
    from: 276,
    violation: /lost the place of order|has no end/,
  },
  'conflict retry': {
    title: 'nobody is refused for a conflict that passes',
    from: 17,
    violation: /because of a conflict that passes/,
  },
  'conflict is no verdict': {
    title: 'nobody is told that all is sold because somebody else is buying',
    from: 17,
    violation: /was told that room .* is sold out/,
  },
  'payout once': { title: 'a host is paid once, whatever fails', from: 224, violation: /was paid out \d times/ },
};
const mostSeeds = 120;

describe('taken away at the wire, each protection of tickets is missed by a simulation:', () => {
  it.each(ticketProtections.map((name) => [name, noticed[name].title] as const))('%s: %s', async (name) => {
    const { from, violation } = noticed[name];
    const { run } = await ticketSimulation();
    const seed = await firstSeed(from, async (candidate) =>
      (await run(candidate, withoutOne[name])).violations.some((what) => violation.test(what)),
    );
    console.log(`without "${name}" seed ${seed} fails`);
    expect(seed, `no seed of ${mostSeeds} notices that ${name} is gone`).toBeDefined();
    expect(seed, `docs/simulation.md and the table above name seed ${from} for "${name}": it is ${seed} now`).toBe(
      from,
    );
    const { turn } = withoutOne[name];
    expect((await run(seed ?? from, { ...(turn && { turn }) })).violations, 'the same story with it').toEqual([]);
  });
});

async function firstSeed(from: number, isNoticed: (seed: number) => Promise<boolean>): Promise<number | undefined> {
  for (let seed = from; seed < from + mostSeeds; seed += 1) if (await isNoticed(seed)) return seed;
  return undefined;
}
