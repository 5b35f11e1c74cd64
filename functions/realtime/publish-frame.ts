import * as z from 'zod/mini';
import { channels } from '../../adapters/dynamodb/channels.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { pools } from '../../adapters/dynamodb/pools.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { realtime } from '../../adapters/realtime.ts';
import { realtimeTokens } from '../../adapters/realtime-tokens.ts';
import { roomIdOfChannel } from '../../domain/realtime.ts';
import type { ContextOf } from '../runtime/context.ts';
import { noteRoom } from '../runtime/notes.ts';
import { onMessage } from '../runtime/worker.ts';
import { audioOf } from '../steps/stage-audio-of.ts';

export const input = z.object({
  id: z.string(),
  channel: z.string(),
  type: z.string(),
  at: z.string(),
  facts: z.record(z.string(), z.unknown()),
  renews: z.optional(z.object({ personId: z.string(), channels: z.array(z.string()) })),
  promotes: z.optional(z.object({ personId: z.string(), roomId: z.string() })),
});

const adapters = { channels, members, pools, realtime, realtimeTokens, rooms };

/** Gives the frame its place in the channel and publishes it; a repeat is published again in its old place. */
export async function publishFrame(context: ContextOf<typeof adapters>, frame: z.infer<typeof input>): Promise<void> {
  const { id, channel, type, at, facts, renews, promotes } = frame;
  noteRoom(roomIdOfChannel(channel));
  const seq = await context.channels.take(channel, id);
  const realtime = renews && context.realtimeTokens.grant(renews.personId, renews.channels);
  const audio = promotes && (await audioOf(context, promotes.roomId, promotes.personId));
  const given = { ...(audio && { audio }), ...(realtime && { realtime }) };
  await context.realtime.publish(channel, [{ seq, at, type, ...facts, ...given }]);
}

export const handler = onMessage({
  adapters,
  read: (body) => input.safeParse(body).data,
  run: publishFrame,
  isOrdered: true,
});
