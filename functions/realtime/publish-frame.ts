import * as z from 'zod/mini';
import { channels } from '../../adapters/dynamodb/channels.ts';
import { realtime } from '../../adapters/realtime.ts';
import { realtimeTokens } from '../../adapters/realtime-tokens.ts';
import { roomIdOfChannel } from '../../domain/realtime.ts';
import type { ContextOf } from '../runtime/context.ts';
import { noteRoom } from '../runtime/notes.ts';
import { onMessage } from '../runtime/worker.ts';

export const input = z.object({
  id: z.string(),
  channel: z.string(),
  type: z.string(),
  at: z.string(),
  facts: z.record(z.string(), z.unknown()),
  renews: z.optional(z.object({ personId: z.string(), channels: z.array(z.string()) })),
});

const adapters = { channels, realtime, realtimeTokens };

/** Gives the frame its place in the channel and publishes it; a repeat is published again in its old place. */
export async function publishFrame(context: ContextOf<typeof adapters>, frame: z.infer<typeof input>): Promise<void> {
  const { id, channel, type, at, facts, renews } = frame;
  noteRoom(roomIdOfChannel(channel));
  const seq = await context.channels.take(channel, id);
  const realtime = renews && context.realtimeTokens.grant(renews.personId, renews.channels);
  await context.realtime.publish(channel, [{ seq, at, type, ...facts, ...(realtime && { realtime }) }]);
}

export const handler = onMessage({
  adapters,
  read: (body) => input.safeParse(body).data,
  run: publishFrame,
  isOrdered: true,
});
