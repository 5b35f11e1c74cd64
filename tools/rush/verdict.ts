import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Scene } from './scene.ts';
import type { RushWish } from './wish.ts';

/** What a rush came to: figures in the order of the report, and what must not have been. */
export type Verdict = {
  readonly figures: readonly (readonly [what: string, figure: string])[];
  readonly violations: readonly string[];
};

const seconds = (milliseconds: number | undefined): string =>
  milliseconds === undefined ? 'never' : `${(milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 2 : 0)} s`;
const minutes = (milliseconds: number | undefined): string =>
  milliseconds === undefined ? 'never' : `${(milliseconds / 60_000).toFixed(1)} min`;

export function verdictOf(scene: Scene, wish: RushWish, clearedAt: number | undefined): Verdict {
  const { stock, tally, world } = scene;
  const money = moneyOf(scene);
  const dead = world.queues;
  const letters = world.model.queues
    .filter(({ name }) => /-dead(\.fifo)?$/.test(name))
    .map(({ name, arn }) => [name, dead.depth(arn)] as const)
    .filter(([, depth]) => depth > 0);
  const oversold = stock.parts.reduce((sum, { occupied, capacity }) => sum + Math.max(0, occupied - capacity), 0);
  const paid = stock.states.get('paid') ?? 0;
  const violations = [
    ...stock.violations.slice(0, 5),
    ...[...tally.complaints].map(([what, count]) => `${count} times: ${what}`),
    ...(paid > wish.tickets ? [`${paid} tickets of ${wish.tickets} are paid`] : []),
    ...(money.booked === money.taken && money.booked === money.worth
      ? []
      : [`booked ${money.booked}, taken ${money.taken}, tickets are worth ${money.worth}`]),
    ...(money.isBalanced ? [] : ['the ledger does not sum to zero']),
    ...letters.map(([name, depth]) => `${depth} messages lie in ${name}`),
    ...[...world.failures].map(([what, count]) => `${count} times a worker failed: ${what}`),
    ...(stock.soldOutAt() === undefined ? ['the last place was never taken'] : []),
    ...(isFirstInTime(scene) ? [] : ['the first sold_out came more than a second after the last place was taken']),
    ...(clearedAt === undefined ? ['not every place was paid for in time'] : []),
  ];
  return { figures: figuresOf(scene, wish, { clearedAt, oversold, paid, money }), violations };
}

function isFirstInTime({ stock, tally }: Scene): boolean {
  const [soldOutAt, first] = [stock.soldOutAt(), firstSoldOut(tally)];
  return soldOutAt === undefined || (first !== undefined && first - soldOutAt <= 1_000);
}
const firstSoldOut = (tally: Scene['tally']): number | undefined => {
  const most = tally.most('first sold out');
  return most === undefined ? undefined : -most;
};

type Entry = { readonly lines: Readonly<Record<string, number>> };
const toEntry = (item: unknown) => item as Entry;
const toImage = (item: unknown) => item as Parameters<typeof unmarshall>[0];

/** What the ledger says buyers paid, what the payment service took, and what the valid tickets are worth; minor units. */
function moneyOf({ world, stock }: Scene) {
  const table = world.model.tables.find(({ name }) => name.endsWith('-commerce'));
  const items = world.tables.snapshot(table?.name ?? '').map((item) => unmarshall(toImage(item)));
  const entries = items.filter(({ pk }) => String(pk).startsWith('LEDGER#')).map(toEntry);
  const sum = ({ lines }: Entry): number => Object.values(lines).reduce((total, amount) => total + amount, 0);
  const { intents, refunds } = world.stripe.house.state;
  const received = intents
    .values()
    .filter(({ status }) => status === 'succeeded')
    .reduce((total, { amount }) => total + amount, 0);
  const back = refunds.values().reduce((total, { amount }) => total + amount, 0);
  return {
    booked: 0 - entries.reduce((total, { lines }) => total + (lines['buyers'] ?? 0), 0),
    taken: received - back,
    worth: (stock.states.get('paid') ?? 0) * 2_500,
    isBalanced: entries.every((entry) => sum(entry) === 0),
  };
}

type Sums = {
  readonly clearedAt: number | undefined;
  readonly oversold: number;
  readonly paid: number;
  readonly money: ReturnType<typeof moneyOf>;
};

function figuresOf({ world, stock, tally, gateway, doorsAt }: Scene, wish: RushWish, sums: Sums): Verdict['figures'] {
  const since = (time: number | undefined) => (time === undefined ? undefined : time - doorsAt);
  const [soldOutAt, first] = [stock.soldOutAt(), firstSoldOut(tally)];
  const most = gateway.busiest.most();
  const { meter, payments } = world;
  const refused = (word: string) => String(meter.refused.get(word) ?? 0);
  const units = meter.units.most();
  const commerce = world.model.tables.find(({ name }) => name.endsWith('-commerce'))?.name ?? '';
  const hottest = [...meter.reads.most()].toSorted(([, left], [, right]) => right - left)[0];
  return [
    ['buyers, of them bots', `${wish.buyers}, ${Math.floor(wish.buyers * wish.botShare)}`],
    ['places', String(wish.tickets)],
    ['oversold', String(sums.oversold)],
    ['tickets paid at the end', String(sums.paid)],
    ['last place taken after', seconds(since(soldOutAt))],
    [
      'first sold_out, after the last place was taken',
      seconds(first === undefined || soldOutAt === undefined ? undefined : first - soldOutAt),
    ],
    ['sold_out answered', String(tally.count('sold out'))],
    ['longest wait of somebody let through for a sold_out', seconds(tally.most('longest sold out'))],
    [
      'sold_out within the second after places came back',
      String(tally.count('sold out in the second after places came back')),
    ],
    ['false sold_out', String(tally.complaints.get('a false sold_out') ?? 0)],
    ['asked for a ticket in the busiest second', String(most.get('buyTicket asked') ?? 0)],
    ['let through by the gateway in the busiest second', String(most.get('buyTicket let through') ?? 0)],
    ['turned away by the gateway (429)', String(tally.count('buy 429'))],
    ['calls at a time, at the most', String(gateway.mostAtOnce())],
    ['longest call to buy', seconds(tally.most('longest buy'))],
    ['every buyer had a first answer after', seconds(tally.most('last first answer'))],
    ['conflicts met', refused('TransactionConflict')],
    ['failed conditions (no place in the part asked)', refused('ConditionalCheckFailed')],
    ['writes throttled', String(Number(refused('ThrottlingError')) + Number(refused('ThrottlingException')))],
    ['503 busy', String(tally.count('buy 503 busy'))],
    [
      'places held by bots, by people',
      `${tally.count('places held by bots')}, ${tally.count('places held by people')}`,
    ],
    ['people who let their place go', String(tally.count('people who did not pay'))],
    [
      'people whose place was gone before their payment opened',
      String(tally.count('people whose place was gone before their payment opened')),
    ],
    ['people who came too late to pay', String(tally.count('people who came too late to pay'))],
    ['longest wait for a payment to open', minutes(tally.most('longest wait for a payment'))],
    ['all places paid after', minutes(since(sums.clearedAt))],
    ['booked, taken by the payment service', `${sums.money.booked}, ${sums.money.taken}`],
    [
      'requests to the payment service',
      [...payments.requests].map(([call, count]) => `${call.replace('stripe ', '')} ${count}`).join(', '),
    ],
    [
      'in their busiest second',
      [...payments.busiest.most()].map(([call, count]) => `${call.replace('stripe ', '')} ${count}`).join(', '),
    ],
    ['refused by it (429)', String(payments.refused())],
    ['write units of the table in the busiest second', String(units.get(`${commerce} write`) ?? 0)],
    [
      'hottest partition that is read, units in the busiest second',
      hottest ? `${hottest[0].split('#')[0]} ${hottest[1]}` : 'none',
    ],
    ['workers that failed', [...world.failures].map(([what, count]) => `${what} ×${count}`).join(', ') || 'none'],
  ];
}
