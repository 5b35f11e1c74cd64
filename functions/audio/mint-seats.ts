import { audio } from '../../adapters/audio.ts';
import { pools } from '../../adapters/dynamodb/pools.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { seats } from '../../adapters/dynamodb/seats.ts';
import { type Work, works } from '../../adapters/dynamodb/works.ts';
import { queues } from '../../adapters/queues.ts';
import type { ContextOf } from '../runtime/context.ts';
import { buryAttendee, fillPool } from '../runtime/minting.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { onMessages } from '../runtime/worker.ts';

const adapters = { audio, pools, queues, rooms, seats, works };
type Context = ContextOf<typeof adapters>;

/** One run stays well inside the function's time; what is left is done by the next one. */
const mostWorks = 100;

/**
 * The one minter: its messages only wake it. It does the head of the list, over and over, at no more than 8 requests/s,
 * so that starts, promotions and kicks find the service's 10/s not used up.
 */
export async function mintSeats(context: Context, _wakes: readonly unknown[]): Promise<void> {
  for (let count = 0; count < mostWorks; count += 1) {
    const [work] = await context.works.next(1);
    if (!work) return;
    await doWork(context, work);
  }
  await context.queues.send('minter', [
    { body: { kind: 'more' }, groupId: 'minter', deduplicationId: context.request.id },
  ]);
}

async function doWork(context: Context, work: Work): Promise<void> {
  if (work.kind === 'kick') {
    ensure(await buryAttendee(context, work));
    return;
  }
  const room = await context.rooms.find(work.roomId);
  // Ordered for an epoch, or a room, that is over by now: nothing to do.
  const isWanted = room?.status === 'live' && room.epoch === work.epoch;
  const isFilled = !isWanted || (await fillPool(context, room, work.joinsInFlight ?? 0));
  // Seats being taken back make places once their attendees are dead: the order stands until then.
  if (isFilled) await context.works.done(work.workId);
}

export const handler = onMessages({ adapters, run: mintSeats });
