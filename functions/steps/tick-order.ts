import type { switches } from '../../adapters/dynamodb/switches.ts';
import type { ticks } from '../../adapters/dynamodb/ticks.ts';
import type { queues } from '../../adapters/queues.ts';
import { tickSeconds } from '../../domain/realtime.ts';
import { addSeconds, isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { switchesOf } from './switches.ts';

type Context = ContextOf<{ queues: typeof queues; switches: typeof switches; ticks: typeof ticks }>;

/** So long after it was due a tick's message is lost, with whoever was to send it. */
const tickLostAfterSeconds = 60;

/** The first change orders a tick; those that follow before it is sent are told by it as well. */
export async function orderTick(
  context: Context,
  roomId: string,
  participantCount: number,
  batch: string,
): Promise<void> {
  const now = isoOf(context.now());
  const { tickPeriodSeconds = 0 } = await switchesOf(context);
  const seconds = Math.max(tickPeriodSeconds, tickSeconds(participantCount));
  const mark = { dueAt: addSeconds(now, seconds), batch, lostBefore: addSeconds(now, -tickLostAfterSeconds) };
  if (!(await context.ticks.claim(roomId, mark))) return;
  await context.queues.send('ticks', [{ body: { kind: 'tick', roomId }, delaySeconds: seconds }]);
}
