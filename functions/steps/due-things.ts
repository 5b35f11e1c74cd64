import type { Due, DueThing, dues } from '../../adapters/dynamodb/dues.ts';
import { addSeconds, isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { alone } from './alone.ts';

type Context = ContextOf<{ dues: typeof dues }>;
type Kind = keyof Due;
/** Seconds of the run's 60 by which each kind is left for the next run: one item takes up to three requests of eight. */
const leaveAfter: Readonly<Record<Kind, number>> = {
  tickets: 25,
  refunds: 36,
  refundJobs: 40,
  keptPlaces: 43,
  payouts: 46,
};
/**
 * Seconds after which something is looked at again that is due still: the payment service did not answer, or nothing can be done.
 * `since`: only what has been due for so long stands back; a kept place is given up when nobody waits some seconds later.
 */
const again: Readonly<Record<Kind, { readonly after: number; readonly since: number }>> = {
  tickets: { after: 300, since: 0 },
  refunds: { after: 120, since: 0 },
  refundJobs: { after: 0, since: 0 },
  keptPlaces: { after: 0, since: 600 },
  payouts: { after: 50, since: 0 },
};

/** Handles what is due of a kind, each alone, as long as its share of the minute lasts. */
export const eachDue =
  (context: Context, startedAt: number) =>
  async <T>(kind: Kind, things: readonly DueThing<T>[], handle: (of: T) => Promise<void>): Promise<void> => {
    for (const thing of things) {
      if (context.now() >= startedAt + leaveAfter[kind] * 1_000) return;
      await alone(() => handle(thing.of));
      await alone(() => standBack(context, kind, thing));
    }
  };

/** It stands behind the others unless it was done: what can never be done keeps nothing else from its turn. */
async function standBack(context: Context, kind: Kind, thing: DueThing<unknown>): Promise<void> {
  const now = isoOf(context.now());
  const { after, since } = again[kind];
  if (addSeconds(thing.dueAt, since) <= now) await context.dues.putOff(thing, addSeconds(now, after));
}
