import { audio } from '../../adapters/audio.ts';
import { captionsAudio } from '../../adapters/captions-audio.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { pools } from '../../adapters/dynamodb/pools.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { seats } from '../../adapters/dynamodb/seats.ts';
import { works } from '../../adapters/dynamodb/works.ts';
import { queues } from '../../adapters/queues.ts';
import { stageAudio } from '../../adapters/stage-audio.ts';
import type { ContextOf } from '../runtime/context.ts';
import { onMessages } from '../runtime/worker.ts';
import { runThrough } from '../steps/minter-run.ts';

const adapters = { audio, captionsAudio, members, pools, queues, rooms, seats, stageAudio, works };

/**
 * The one minter: its messages only wake it. It does the head of the list, over and over, at no more than 8 requests/s,
 * so that starts, promotions and kicks find the service's 10/s not used up.
 */
export async function mintSeats(context: ContextOf<typeof adapters>, _wakes: readonly unknown[]): Promise<void> {
  if ((await runThrough(context)) === 'finished') return;
  const more = { body: { kind: 'more' }, groupId: 'minter', deduplicationId: context.request.id };
  await context.queues.send('minter', [more]);
}

export const handler = onMessages({ adapters, run: mintSeats });
