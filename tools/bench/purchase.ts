import type { Call } from '../../local/calls/calls.ts';
import { boughtTicket, heldTicket, onSale, pay, seller } from '../../test/given/tickets.ts';
import { openWorld, type World } from '../../test/world.ts';
import { makeAssembly } from './assembly.ts';
import type { Bench, Row } from './figure.ts';

/**
 * Calls of AWS and write units that each unit may make for one purchase: what they were when this was written. Two news of one
 * payment may meet at its ticket: the worker has one settlement in vain to spare.
 */
const most: Readonly<Record<string, { readonly calls: number; readonly writeUnits: number }>> = {
  tickets: { calls: 9, writeUnits: 7 },
  'stripe-worker': { calls: 15, writeUnits: 34 },
  'stripe-receiver': { calls: 4, writeUnits: 0 },
};

/** One ticket, from the wish to have it to its booking, and what each unit asks of AWS and of the payment service for it. */
export const purchase: Bench = {
  name: 'purchase',
  async run() {
    const assembly = await makeAssembly();
    const world = await openWorld({ assembly: assembly.directory });
    try {
      const roomId = await onSale(world, await seller(world, 'ada'), 500);
      // The first purchase loads secrets and makes profiles.
      await boughtTicket(world, await world.person('first'), roomId);
      const buyer = await world.person('buyer');
      await buyer.get('/v1/me');
      await world.settle();
      world.cloud.calls.clear();
      await pay(world, await heldTicket(world, buyer, roomId));
      return {
        name: 'purchase',
        title: 'One ticket bought',
        rowsAre: 'unit',
        notes: [
          'From `POST …/tickets` over the payment page to the booking, with every news of the payment service delivered once; nobody waits or meets anybody. Calls of AWS as the embedded cloud counts them, without what the relay of the table tells afterwards.',
        ],
        rows: rowsOf(world),
      };
    } finally {
      await world.close();
      await assembly.remove();
    }
  },
};

const units = ['tickets', 'stripe-worker', 'stripe-receiver'];

function rowsOf(world: World): readonly Row[] {
  const made = world.cloud.calls.list();
  return units.map((unit) =>
    rowOf(
      unit,
      made.filter((call) => call.function.endsWith(`-${unit}`)),
    ),
  );
}

function rowOf(unit: string, made: readonly Call[]): Row {
  const sum = (kind: 'readUnits' | 'writeUnits') => made.reduce((total, call) => total + (call[kind] ?? 0), 0);
  const byName = Object.entries(Object.groupBy(made, ({ operation }) => operation));
  const list = byName.map(([name, some = []]) => (some.length === 1 ? name : `${some.length} ${name}`)).join(', ');
  const budget = most[unit];
  const within = (value: number | undefined) => (value === undefined ? {} : { budget: { most: value, isFirm: true } });
  return {
    name: `${unit}: ${list}`,
    figures: [
      { label: 'calls', value: made.length, ...within(budget?.calls) },
      { label: 'read units', value: sum('readUnits') },
      { label: 'write units', value: sum('writeUnits'), ...within(budget?.writeUnits) },
    ],
  };
}
