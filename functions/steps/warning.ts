import type { blocks } from '../../adapters/dynamodb/blocks.ts';
import type { members } from '../../adapters/dynamodb/members.ts';
import { memberKey } from '../../adapters/dynamodb/table.ts';
import type { queues } from '../../adapters/queues.ts';
import { labelFrame, type Newcomer, warnedOf } from '../../domain/warning.ts';
import type { ContextOf } from '../runtime/context.ts';

type Context = ContextOf<{ blocks: typeof blocks; members: typeof members; queues: typeof queues }>;

/** As many keys as one batch read takes (DynamoDB: 100). */
const pageSize = 100;

/**
 * Warns those of one page of the newcomer's blockers who are in the room; answers where the next page begins, if there is one.
 * The cost follows the blockers: nothing here grows with the listeners.
 */
export async function warnPage(
  context: Context,
  newcomer: Newcomer,
  after: string | undefined,
): Promise<string | undefined> {
  const blockerIds = await context.blocks.pageOfBlockers(newcomer.userId, pageSize, after);
  if (blockerIds.length === 0) return undefined;
  const members = await context.members.findMany(blockerIds.map((viewerId) => memberKey(newcomer.roomId, viewerId)));
  const frames = warnedOf(newcomer, members).map((viewerId) => labelFrame(newcomer, viewerId));
  await context.queues.send(
    'frames',
    frames.map((frame) => ({ body: frame, groupId: frame.channel, deduplicationId: frame.id })),
  );
  return blockerIds.length === pageSize ? blockerIds.at(-1) : undefined;
}
