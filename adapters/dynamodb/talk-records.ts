import type { Message } from '../../domain/chat.ts';
import { type Reactions, reactionsAmong, reactionsBetween } from '../../domain/reaction.ts';
import { toMessage } from './chat.ts';
import { readText } from './read.ts';
import { imagesOf, type StreamRecord } from './stream-records.ts';
import { messagePrefix, reactionsPrefix } from './table.ts';

/** A message that was written, or one that was deleted; nothing of any other record, nor of one that time took away. */
export function messageNewsOf(
  record: StreamRecord,
): { readonly message: Message; readonly isDeleted: boolean } | undefined {
  const { before, after } = imagesOf(record);
  if (!after || !String(after['sk']).startsWith(messagePrefix)) return undefined;
  const message = toMessage(after);
  const wasDeleted = before !== undefined && toMessage(before).deletedAt !== undefined;
  if (message.deletedAt === undefined) return before ? undefined : { message, isDeleted: false };
  return wasDeleted ? undefined : { message, isDeleted: true };
}

/** What one write of a person's window added to a room's reactions. */
export function reactionsOf(
  record: StreamRecord,
): { readonly roomId: string; readonly reactions: Reactions } | undefined {
  const { before = {}, after } = imagesOf(record);
  if (!after || !String(after['sk']).startsWith(reactionsPrefix)) return undefined;
  return {
    roomId: readText(after, 'roomId'),
    reactions: reactionsBetween(reactionsAmong(before), reactionsAmong(after)),
  };
}
