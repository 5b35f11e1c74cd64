import { queues } from '../../adapters/queues.ts';
import { addSeconds, daySeconds, hourSeconds, isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { onSchedule } from '../runtime/worker.ts';
import { orderWalk } from '../steps/walk-orders.ts';

const adapters = { queues };

/** News come again by themselves for three days; what was missed is fetched twice before it is left to the daily walk. */
const newsSeconds = 2 * hourSeconds;
/** Three days, so that a day whose walk fell out is made up for. */
const walkSeconds = 3 * daySeconds;
/** UTC; when few buy. */
const walkHour = 4;

/** Every hour what was missed is asked for, and once a day all that happened is compared. */
export async function orderReconciling(context: ContextOf<typeof adapters>): Promise<void> {
  const walk = isoOf(context.now());
  const isWhole = new Date(walk).getUTCHours() === walkHour;
  const since = addSeconds(walk, -(isWhole ? walkSeconds : newsSeconds));
  await orderWalk(context, { walk, since, list: isWhole ? 'refunds' : 'missed_news' });
}

export const handler = onSchedule({ adapters, run: orderReconciling });
