import { scheduler } from '../../adapters/scheduler.ts';
import { noShowDue, tooLongDue } from '../../domain/room-clock.ts';
import type { ContextOf } from '../runtime/context.ts';
import { type BusEvent, onEvent } from '../runtime/worker.ts';
import { readRoomEvent } from '../steps/room-event.ts';

const adapters = { scheduler };

/** One schedule per room and occasion, made and taken away by the room's own events; a stale one finds nothing to do. */
export async function planTimers(context: ContextOf<typeof adapters>, event: BusEvent): Promise<void> {
  const { roomId, startsAt, startedAt } = readRoomEvent(event);
  const { policy } = context.config;
  const noShow = `room-${roomId}-no-show`;
  const tooLong = `room-${roomId}-too-long`;
  const timer = { roomId, kind: 'check-room' };
  if ((event.name === 'room.scheduled' || event.name === 'room.rescheduled') && startsAt) {
    await context.scheduler.plan(noShow, noShowDue(startsAt, policy), timer);
    return;
  }
  await context.scheduler.remove(noShow);
  if (event.name === 'room.live' && startedAt) {
    await context.scheduler.plan(tooLong, tooLongDue(startedAt, policy), timer);
  } else {
    await context.scheduler.remove(tooLong);
  }
}

export const handler = onEvent({ adapters, run: planTimers });
