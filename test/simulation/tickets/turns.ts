import { buy, giveBack } from './buying.ts';
import { ban, changeSale, command } from './hosting.ts';
import {
  dispute,
  disputeAcross,
  fundsRunOut,
  refundByHand,
  refundsGoWrong,
  retryRefunds,
  walkThrough,
} from './outside.ts';
import { askingTwice, putBackLater, untilWalkedThrough } from './restoring.ts';
import { moment, type TicketAct, type TicketScene } from './scene.ts';
import { reconcile, sweepNow } from './sweeping.ts';

type Telling = {
  readonly scene: TicketScene;
  pass(seconds: number): Promise<void>;
  /** One to three of what people do anyway. */
  several(): TicketAct[];
};

/** In how many seconds a story's room starts, and what happens before it does: few stories would come to that by themselves. */
export type Turn = {
  /** Zero: only stories that are asked for take it. */
  readonly weight: number;
  readonly startsIn: readonly number[];
  /** Most news of the payment service are lost, late or overtaken. */
  readonly isDeaf?: boolean;
  /** Tables are put back: the night's walk looks for what those by hand could not do. */
  readonly isPutBack?: boolean;
  readonly play?: (telling: Telling) => Promise<void>;
};

export const turnNames = [
  'usual',
  'overnight',
  'objected',
  'over',
  'walked',
  'retried',
  'restored',
  'afterwards',
] as const;
export type TurnName = (typeof turnNames)[number];

const soon = [900, 3_600, 7_200];

/** What was missed of the payment service is asked for each hour. */
async function passByTheHour(scene: TicketScene, pass: Telling['pass'], seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left -= 3_600) {
    await pass(Math.min(left, 3_600));
    if (scene.areNewsLost()) void reconcile(scene.world);
  }
}

export const turns: Readonly<Record<TurnName, Turn>> = {
  usual: { weight: 20, startsIn: soon },

  /** The host has second thoughts the day after. */
  overnight: {
    weight: 1,
    startsIn: [17 * 3_600],
    async play({ scene, pass }) {
      await pass(15 * 3_600);
      moment(scene, [changeSale, changeSale, changeSale]);
      await pass(60);
    },
  },

  /** Banks object before everybody has their money back, and are told to be wrong after it. */
  objected: {
    weight: 1,
    startsIn: soon,
    async play({ scene, pass }) {
      moment(scene, [disputeAcross(30), disputeAcross(60), disputeAcross(90)]);
      await pass(5);
      moment(scene, [command('cancelRoom'), giveBack, giveBack, giveBack, giveBack, giveBack]);
      await pass(scene.dice.pick([25, 55]));
      if (scene.dice.isTrue(0.5)) moment(scene, [walkThrough]);
      await pass(120);
    },
  },

  /** Whoever is put out last is put out of a room that is over. */
  over: {
    weight: 1,
    startsIn: soon,
    async play({ scene, pass }) {
      moment(scene, [buy, buy, command('startRoom')]);
      await pass(45);
      moment(scene, [ban, ban, ban, ban, ban, command('endRoom')]);
      await pass(30);
    },
  },

  /** What the payment service has is walked through while it says little of what is going on there. */
  walked: {
    weight: 3,
    startsIn: soon,
    isDeaf: true,
    async play({ scene, pass, several }) {
      for (const seconds of [2, 20, 60]) {
        moment(scene, [buy, ...several()]);
        await pass(seconds);
        moment(scene, [scene.dice.pick([refundByHand, dispute, refundsGoWrong, giveBack]), buy, walkThrough]);
        void reconcile(scene.world);
        await pass(10);
      }
      moment(scene, [buy, ban, ban, disputeAcross(20)]);
      await pass(15);
      moment(scene, [command(scene.dice.pick(['cancelRoom', 'startRoom'])), refundByHand]);
      await pass(7);
      moment(scene, [walkThrough, refundByHand]);
      await pass(60);
    },
  },

  /** An operator has refunds tried again that came to nothing. */
  retried: {
    weight: 1,
    startsIn: soon,
    async play({ scene, pass }) {
      moment(scene, [refundsGoWrong, refundsGoWrong, giveBack, giveBack]);
      await pass(30);
      moment(scene, [refundsGoWrong, retryRefunds]);
      await pass(30);
      moment(scene, [retryRefunds]);
      await pass(30);
    },
  },

  /** The tables are put back to what they were some minutes ago, while the payment service has gone on. */
  restored: {
    weight: 0,
    startsIn: soon,
    isPutBack: true,
    async play({ scene, pass, several }) {
      const { dice } = scene;
      moment(scene, [buy, buy, buy, ...several()]);
      await pass(dice.pick([3, 45, 45]));
      const begun = dice.pick<readonly TicketAct[]>([
        [],
        [disputeAcross(90), refundByHand],
        [refundsGoWrong, refundsGoWrong, giveBack, giveBack],
        [command('startRoom')],
      ]);
      moment(scene, begun);
      await pass(dice.pick([2, 30]));
      const goOn = dice.isTrue(0.4) ? await askingTwice(scene, pass) : undefined;
      const putBack = putBackLater(scene);
      goOn?.();
      moment(scene, [refundsGoWrong, giveBack, giveBack, dispute, ...several()]);
      await pass(dice.pick([5, 60]));
      moment(scene, [refundByHand, buy, ban]);
      await pass(30);
      moment(scene, [command(dice.pick(['cancelRoom', 'cancelRoom', 'startRoom', 'endRoom'])), refundByHand]);
      await pass(dice.pick([20, 300]));
      putBack();
      await untilWalkedThrough(scene, pass);
    },
  },

  /** Banks and an operator take money back while the host is being paid. */
  afterwards: {
    weight: 0,
    startsIn: soon,
    async play({ scene, pass }) {
      const { dice, watch, world } = scene;
      moment(scene, [buy, buy, buy, buy]);
      await pass(60);
      moment(scene, [command('startRoom')]);
      await pass(30);
      moment(scene, dice.isTrue(0.3) ? [ban] : []);
      await pass(15);
      moment(scene, [command('endRoom')]);
      await pass(500);
      void reconcile(world);
      await pass(60);
      const due = watch.books.sales().flatMap(({ payoutAt }) => (payoutAt === undefined ? [] : [Date.parse(payoutAt)]));
      if (due.length === 0) return;
      await pass((Math.min(...due) - world.timeline.now()) / 1_000 - dice.pick([0, 0, 5, 90]));
      const goesWrong = [refundByHand, refundByHand, disputeAcross(0.1), disputeAcross(40), dispute, walkThrough];
      moment(scene, dice.isTrue(0.4) ? [fundsRunOut(dice.pick([5, 300]))] : []);
      for (let look = 0; look < 4; look += 1) {
        void sweepNow(world);
        await pass(dice.pick([0, 0, 0.1, 0.3]));
        moment(scene, [dice.pick(goesWrong), dice.pick(goesWrong)]);
        await passByTheHour(scene, pass, dice.pick([0.5, 3, 60, 700, 90_000]));
      }
      await passByTheHour(scene, pass, 7_200);
    },
  },
};
