import * as z from 'zod/mini';
import { channels } from '../../adapters/dynamodb/channels.ts';
import { ticks } from '../../adapters/dynamodb/ticks.ts';
import { realtime } from '../../adapters/realtime.ts';
import { liveChannel } from '../../domain/realtime.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { roomId } from '../runtime/schemas.ts';
import { onMessage } from '../runtime/worker.ts';

export const input = z.object({ kind: z.literal('tick'), roomId });

const adapters = { channels, realtime, ticks };

/** Tells a room its size and its reactions so far. A tick is absolute and repeats the last place of its channel: a lost one needs no healing. */
export async function sendTick(context: ContextOf<typeof adapters>, { roomId }: z.infer<typeof input>): Promise<void> {
  await context.ticks.begin(roomId);
  const told = await context.ticks.read(roomId);
  if (told?.room.status !== 'live') return;
  const { room, participantCount, reactions } = told;
  const channel = liveChannel(room);
  const seq = await context.channels.last(channel);
  const tick = { seq, at: isoOf(context.now()), type: 'tick', participantCount, reactions };
  await context.realtime.publish(channel, [tick]);
}

export const handler = onMessage({ adapters, read: (body) => input.safeParse(body).data, run: sendTick });
