import { sweep } from '../story/acts.ts';
import { buy, buyAgain, giveBack, rush } from './buying.ts';
import { ban, changeSale, command, giveComp, openAccount, putOnSale } from './hosting.ts';
import { dispute, refundByHand, refundsGoWrong, resend } from './outside.ts';
import { moment, type TicketAct, type TicketScene } from './scene.ts';
import { reconcile, startSweeping } from './sweeping.ts';
import type { Turn } from './turns.ts';

type Choice = readonly [number, TicketAct];

const middle: readonly Choice[] = [
  [12, buy],
  [4, rush],
  [3, giveBack],
  [1.5, buyAgain],
  [2, changeSale],
  [1, giveComp],
  [1, ban],
  [1, refundByHand],
  [1, dispute],
  [0.5, refundsGoWrong],
  [1.5, resend],
];
/** What brings everybody's money back, or has the host paid. */
const endings: readonly Choice[] = [
  [3, command('cancelRoom')],
  [3, command('endRoom')],
  [2, ban],
];

/** Seconds between two moments. */
const pauses: readonly (readonly [number, number])[] = [
  [5, 0.3],
  [8, 4],
  [5, 45],
  [2, 400],
  [1.5, 1_900],
];

/** A short story of a room that sells tickets; then time enough for everything to be looked at, and for the host to be paid. */
export async function tellOfTickets(scene: TicketScene, { startsIn, isPutBack = false, play }: Turn): Promise<void> {
  const { world, dice } = scene;
  const { timeline } = world;
  const pass = (seconds: number): Promise<void> => timeline.runUntil(timeline.now() + seconds * 1_000);
  const several = () => Array.from({ length: dice.pick([1, 1, 2, 3]) }, () => dice.weigh(middle));
  const stopSweeping = startSweeping(scene);
  moment(scene, [openAccount]);
  await pass(12);
  moment(scene, [putOnSale(dice.pick(startsIn))]);
  await pass(15);
  const moments = 2 + Math.floor(dice.chance() * 4);
  for (let at = 0; at < moments; at += 1) {
    moment(scene, several());
    await pass(dice.weigh(pauses));
  }
  await play?.({ scene, pass, several });
  if (dice.isTrue(0.5)) {
    moment(scene, [command('startRoom'), ...several()]);
    await pass(dice.weigh(pauses));
    if (dice.isTrue(0.4)) {
      moment(scene, [ban, ban, ...several()]);
      await pass(dice.weigh(pauses));
    }
  }
  moment(scene, dice.isTrue(0.75) ? [dice.weigh(endings), ...several()] : several());
  await pass(dice.pick([30, 2_400]));
  if (dice.isTrue(0.15)) await tellOfAnother(scene, pass);
  await rest(scene, pass, isPutBack);
  stopSweeping();
}

/** The next room of the same host: what they earn of both comes to one account. */
async function tellOfAnother(scene: TicketScene, pass: (seconds: number) => Promise<void>): Promise<void> {
  moment(scene, [putOnSale(900)]);
  await pass(15);
  moment(scene, [buy, buy]);
  await pass(45);
  moment(scene, [command('startRoom')]);
  await pass(60);
  moment(scene, [command('endRoom'), buy]);
  await pass(30);
}

const hour = 3_600;
const day = 24 * hour;

/** Holds run out, no-shows are noted, days pass, hosts are paid; then nothing goes wrong any more. The sweep of rooms comes twice. */
async function rest(
  { world, dice, areNewsLost }: TicketScene,
  pass: (seconds: number) => Promise<void>,
  isPutBack: boolean,
): Promise<void> {
  const { timeline } = world;
  // News that were missed are asked for each hour, and at four in the morning everything is looked through.
  if (dice.isTrue(0.3)) void reconcile(world);
  await pass(3 * hour);
  void sweep({ world });
  const night = Math.ceil((timeline.now() - 4 * hour * 1_000) / (day * 1_000)) * day * 1_000 + 4 * hour * 1_000;
  await timeline.runUntil(night);
  if (dice.isTrue(0.2) || areNewsLost() || isPutBack) void reconcile(world);
  await pass(day);
  // Each night looks at three days: what failed by itself in one is met again.
  if (isPutBack) void reconcile(world);
  await pass(6.5 * day);
  world.fates.calm();
  await pass(day);
  void sweep({ world });
  await pass(day);
}
