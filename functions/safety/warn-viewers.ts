import * as z from 'zod/mini';
import { blocks } from '../../adapters/dynamodb/blocks.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { queues } from '../../adapters/queues.ts';
import { currentState } from '../../domain/room-clock.ts';
import { placeOf } from '../../domain/stage.ts';
import { secondLookSeconds } from '../../domain/warning.ts';
import type { ContextOf } from '../runtime/context.ts';
import { roomId, timestamp, userId } from '../runtime/schemas.ts';
import { onMessage } from '../runtime/worker.ts';
import { warnPage } from '../steps/warning.ts';

export const input = z.object({
  kind: z.literal('newcomer'),
  roomId,
  userId,
  acceptedAt: timestamp,
  /** The last blocker of the page before. */
  cursor: z.optional(userId),
  isSecondLook: z.optional(z.boolean()),
});

const adapters = { blocks, members, queues, rooms };

/** Tells whoever has blocked the newcomer and is in the room: one page of blockers a message, and all of them once more later. */
export async function warnViewers(context: ContextOf<typeof adapters>, message: z.infer<typeof input>): Promise<void> {
  const { cursor, ...newcomer } = message;
  const room = await context.rooms.find(newcomer.roomId);
  const current = room && currentState(room, context.now(), context.config.policy);
  if (current?.status !== 'live' || !placeOf(current, newcomer.userId)) return;
  const next = await warnPage(context, newcomer, cursor);
  if (next !== undefined) await context.queues.send('warnings', [{ body: { ...newcomer, cursor: next } }]);
  if (cursor !== undefined || newcomer.isSecondLook) return;
  const again = { ...newcomer, isSecondLook: true };
  await context.queues.send('warnings', [{ body: again, delaySeconds: secondLookSeconds }]);
}

export const handler = onMessage({ adapters, read: (body) => input.safeParse(body).data, run: warnViewers });
