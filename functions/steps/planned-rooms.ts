import type { endings } from '../../adapters/dynamodb/endings.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { Started, starts } from '../../adapters/dynamodb/starts.ts';
import { currentState } from '../../domain/room-clock.ts';
import type { ContextOf } from '../runtime/context.ts';

type Context = ContextOf<{ endings: typeof endings; rooms: typeof rooms; starts: typeof starts }>;

/** Saves a planned room; a limit that rooms nobody started still fill is made free once, and the room saved again. */
export async function savePlan(context: Context, hostId: string, save: () => Promise<Started>): Promise<Started> {
  const started = await save();
  if (started.isWritten || started.because !== 'too_many_scheduled') return started;
  return (await clearPastPlans(context, hostId)) ? save() : started;
}

/** Time decides: a no-show counts no longer, though no timer has come to write it. False when every plan still stands. */
async function clearPastPlans(context: Context, hostId: string): Promise<boolean> {
  const roomIds = await context.starts.plannedBy(hostId);
  const cleared = await Promise.all(
    roomIds.map(async (id) => {
      const room = await context.rooms.find(id);
      if (room?.status !== 'scheduled') {
        await context.endings.uncountScheduled({ creatorId: hostId, id });
        return true;
      }
      const current = currentState(room, context.now(), context.config.policy);
      if (current.status === 'canceled') await context.endings.cancel(room, current);
      return current.status === 'canceled';
    }),
  );
  return cleared.includes(true);
}
