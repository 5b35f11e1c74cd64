import { setTimeout as realMilliseconds } from 'node:timers/promises';
import { startCold } from '../../functions/runtime/context.ts';
import { createChance } from '../../local/faults/chance.ts';
import { readModel } from '../../test/simulation/machine/model.ts';
import { openUnits } from '../../test/simulation/machine/units.ts';
import { seatAudience } from './audience.ts';
import { besiege } from './bot.ts';
import { buy } from './buyer.ts';
import { createGateway, type Gateway, type Person } from './gateway.ts';
import type { Scene } from './scene.ts';
import { watchStock } from './stock-watch.ts';
import { startSweeping } from './sweeping.ts';
import { createTally } from './tally.ts';
import { type Verdict, verdictOf } from './verdict.ts';
import type { RushWish } from './wish.ts';
import { openRushWorld, type RushWorld, type RushWorldOptions } from './world.ts';

const minute = 60_000;

/** What is taken away at the wire. */
export type Without = Pick<RushWorldOptions, 'meddle' | 'conflicting'>;

/** Plays a rush to its end: every place paid for, or eight hours gone. */
export async function playRush(assembly: string, wish: RushWish, without: Without = {}): Promise<Verdict> {
  const model = await readModel(assembly);
  sellWithoutPayouts();
  const units = await openUnits();
  startCold();
  const chance = createChance(wish.seed);
  const { paymentMilliseconds } = wish;
  const world = openRushWorld({ model, units, chance, paymentMilliseconds, ...without });
  try {
    return await playIn(world, wish, chance);
  } finally {
    world.close();
  }
}

/** What is played is the stock; whether the host can be paid is asked elsewhere. */
function sellWithoutPayouts(): void {
  const config = toConfig(JSON.parse(process.env['ROSTRUM_CONFIG_JSON'] ?? '{}'));
  const overrides = { ...config.policy.overrides, arePayoutsNeededToSell: false };
  process.env['ROSTRUM_CONFIG_JSON'] = JSON.stringify({ ...config, policy: { ...config.policy, overrides } });
}
const toConfig = (value: unknown) => value as { readonly policy: { readonly overrides: object } };

async function playIn(world: RushWorld, wish: RushWish, chance: () => number): Promise<Verdict> {
  const { timeline } = world;
  const { host, people } = await seatAudience(world, wish.buyers);
  const gateway = createGateway(world, wish.lanePerSecond);
  const stock = watchStock(world);
  const roomId = await inTime(world, putOnSale(world, gateway, host, wish.tickets));
  const doorsAt = timeline.now();
  let isOver = false;
  const scene: Scene = { world, gateway, stock, tally: createTally(), roomId, doorsAt, chance, isOver: () => isOver };
  const bots = Math.floor(people.length * wish.botShare);
  for (const [at, person] of people.entries())
    timeline.after(chance() * wish.arrivalSeconds * 1_000, 'somebody comes', () => {
      (at < bots ? besiege : buy)(scene, person).catch((error: unknown) => scene.tally.complain(String(error)));
    });
  const stopSweeping = startSweeping(world);
  let clearedAt: number | undefined;
  while (clearedAt === undefined && timeline.now() < doorsAt + wish.hours * 60 * minute) {
    await timeline.runUntil(timeline.now() + 1_000);
    if (stock.states.get('paid') === wish.tickets) clearedAt = timeline.now();
  }
  isOver = true;
  await timeline.runUntil(timeline.now() + 60 * minute);
  stopSweeping();
  return verdictOf(scene, wish, clearedAt);
}

async function putOnSale(world: RushWorld, gateway: Gateway, host: Person, quantity: number): Promise<string> {
  const startsAt = new Date(world.timeline.now() + 24 * 60 * minute).toISOString();
  const made = await gateway.call(host, 'createRoom', {
    body: { title: 'The long night', startsAt, audience: 'tickets' },
  });
  const roomId = made.body.room?.id ?? '';
  const sale = { price: { amount: 2_500, currency: 'usd' }, quantity };
  const put = await gateway.call(host, 'setSale', { roomId, body: sale });
  if (put.status !== 200) throw new Error(`no sale: ${JSON.stringify([made, put])}`);
  return roomId;
}

/** The first calls of all load code in real time, which the virtual clock does not wait for: it goes on in small steps here. */
async function inTime<T>({ timeline }: RushWorld, work: Promise<T>): Promise<T> {
  for (let step = 0; step < 100; step += 1) {
    await timeline.runUntil(timeline.now() + 50);
    await realMilliseconds(2);
  }
  return work;
}
