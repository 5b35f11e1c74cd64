import type { audio } from '../../adapters/audio.ts';
import type { blocks } from '../../adapters/dynamodb/blocks.ts';
import type { follows } from '../../adapters/dynamodb/follows.ts';
import type { members } from '../../adapters/dynamodb/members.ts';
import type { removals } from '../../adapters/dynamodb/removals.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { seats } from '../../adapters/dynamodb/seats.ts';
import type { starts } from '../../adapters/dynamodb/starts.ts';
import type { Block } from '../../domain/block.ts';
import type { ContextOf } from '../runtime/context.ts';
import { putOut } from './putting-out.ts';

type Context = ContextOf<{
  audio: typeof audio;
  follows: typeof follows;
  members: typeof members;
  removals: typeof removals;
  rooms: typeof rooms;
  seats: typeof seats;
  starts: typeof starts;
}>;
type Pair = Pick<Block, 'blockerId' | 'blockedId'>;

/**
 * What follows from a block that is written: neither follows the other, and the blocked person is out of the room that the
 * blocker hosts now. The door refuses them from the write on, so whoever came in before is found here.
 */
export async function carryOut(context: Context, { blockerId, blockedId }: Pair): Promise<void> {
  await Promise.all([
    putOutOfHosted(context, blockerId, blockedId),
    context.follows.unfollow(blockerId, blockedId),
    context.follows.unfollow(blockedId, blockerId),
  ]);
}

/** The same out of a stream record, for a request that died: unless the block was taken back since. */
export async function carryOutStanding(
  context: Context & ContextOf<{ blocks: typeof blocks }>,
  { blockerId, blockedId, at }: Block,
): Promise<void> {
  const standing = await context.blocks.find(blockerId, blockedId);
  if (standing?.at === at) await carryOut(context, standing);
}

/** Blocks of a co-host close no door: only the host's own are looked at there. */
async function putOutOfHosted(context: Context, blockerId: string, blockedId: string): Promise<void> {
  const roomId = await context.starts.hostedBy(blockerId);
  const room = roomId === undefined ? undefined : await context.rooms.find(roomId);
  if (room) await putOut(context, room, blockedId, { isWanted: ({ hostId }) => hostId === blockerId });
}
