import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { scheduler } from '../../adapters/scheduler.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Room } from '../../domain/room.ts';
import { noShowAt, tooLongAt } from '../../domain/room-clock.ts';
import { isReached } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { stop } from '../runtime/refusal-error.ts';
import { type BusEvent, onEvent } from '../runtime/worker.ts';
import { readRoomEvent } from '../steps/room-event.ts';

const adapters = { rooms, scheduler };
type Context = ContextOf<typeof adapters>;

/** A room is planned, moved, started and ended by people: it seldom changes twice while a schedule is written. */
const mostTurns = 5;

/**
 * One schedule per room and occasion, as the room is and not as the event tells: events come late, doubled and in any order,
 * and a schedule made by one that was overtaken would stay.
 */
export async function planTimers(context: Context, event: BusEvent): Promise<void> {
  const { roomId } = readRoomEvent(event);
  const { policy } = context.config;
  let wanted = wantedOf(await context.rooms.find(roomId), policy);
  for (let turn = 0; turn < mostTurns; turn += 1) {
    await plan(context, roomId, wanted);
    const now = wantedOf(await context.rooms.find(roomId), policy);
    if (now.noShow === wanted.noShow && now.tooLong === wanted.tooLong) return;
    wanted = now;
  }
  stop('busy');
}

type Wanted = { readonly noShow?: string; readonly tooLong?: string };

function wantedOf(room: Room | undefined, policy: Policy): Wanted {
  if (room?.status === 'scheduled') return { noShow: noShowAt(room, policy) };
  return room?.status === 'live' ? { tooLong: tooLongAt(room, policy) } : {};
}

async function plan({ scheduler, now }: Context, roomId: string, { noShow, tooLong }: Wanted): Promise<void> {
  const timers = [
    { name: `room-${roomId}-no-show`, at: noShow },
    { name: `room-${roomId}-too-long`, at: tooLong },
  ];
  for (const { name, at } of timers) {
    // What is due already is written down by the sweep; the service makes no schedule in the past.
    if (at === undefined || isReached(at, now())) await scheduler.remove(name);
    else await scheduler.plan(name, at, { roomId, kind: 'check-room' });
  }
}

export const handler = onEvent({ adapters, run: planTimers });
