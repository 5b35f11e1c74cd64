import type { payouts } from '../../adapters/dynamodb/payouts.ts';
import type { Part, Stretch, walks } from '../../adapters/payments/walks.ts';
import type { queues } from '../../adapters/queues.ts';
import type { StripeEvent } from '../../adapters/stripe-events.ts';
import type { Decision } from '../../domain/refusal.ts';
import type { ContextOf } from '../runtime/context.ts';
import { noteTrouble } from '../runtime/notes.ts';
import { ensure, RefusalError } from '../runtime/refusal-error.ts';
import { inPace } from './pacing.ts';
import { payOut } from './paying-out.ts';
import { settleListed } from './reconciling.ts';
import { settleListedDispute, settleListedRefund } from './reconciling-refunds.ts';
import type { WalkedList } from './walk-orders.ts';

type Context = Parameters<typeof settleListed>[0] &
  Parameters<typeof settleListedRefund>[0] &
  Parameters<typeof payOut>[0] &
  ContextOf<{ payouts: typeof payouts; queues: typeof queues; walks: typeof walks }>;

/** Looks through a part of a list; answers where the next part begins. */
type Walk = (context: Context, stretch: Stretch) => Promise<string | undefined>;

const walkOf =
  <Found>(
    list: (context: Context, stretch: Stretch) => Promise<Decision<Part<Found>>>,
    settle: (context: Context, found: Found) => Promise<void>,
  ): Walk =>
  async (context, stretch) => {
    const { found, after } = ensure(await inPace(context, () => list(context, stretch)));
    // Lists begin with the newest: of two who want the last place the first gets it.
    const failed = await failing(found.toReversed(), (one) => settle(context, one));
    // Somebody was writing the same, or the table was busy for a moment: once more, when all others are done.
    await failing(failed, (one) => settle(context, one));
    return after;
  };

async function settleTransfer(context: Context, roomId: string): Promise<void> {
  const payout = await context.payouts.find(roomId);
  if (payout?.stage !== 'sent') await inPace(context, () => payOut(context, roomId));
}

/** As its receiver would have. */
async function handOn(context: Context, event: StripeEvent): Promise<void> {
  await context.queues.send('stripe-news', [{ body: { event } }]);
}

/** How each list is looked through. */
export const walksOf: Readonly<Record<WalkedList, Walk>> = {
  refunds: walkOf((context, stretch) => context.walks.refunds(stretch), settleListedRefund),
  sessions: walkOf((context, stretch) => context.walks.sessions(stretch), settleListed),
  intents: walkOf((context, stretch) => context.walks.intents(stretch), settleListed),
  disputes: walkOf((context, stretch) => context.walks.disputes(stretch), settleListedDispute),
  transfers: walkOf((context, stretch) => context.walks.transfers(stretch), settleTransfer),
  missed_news: walkOf((context, stretch) => context.walks.missedNews(stretch), handOn),
};

/** Those that failed. Each fails alone, is told of, and met again by the next walk; an outage has the whole part come again. */
async function failing<Found>(
  found: readonly Found[],
  settle: (one: Found) => Promise<void>,
): Promise<readonly Found[]> {
  const failed: Found[] = [];
  for (const one of found)
    await settle(one).catch((error: unknown) => {
      if (error instanceof RefusalError && error.refusal.kind === 'unavailable') throw error;
      noteTrouble(error);
      failed.push(one);
    });
  return failed;
}
