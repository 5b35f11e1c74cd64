import type { CanceledRoom, EndedRoom, LiveRoom, ScheduledRoom } from '../../domain/room.ts';
import type { Wiring } from '../wiring.ts';
import { claimRemoval } from './claims.ts';
import { tablesOf } from './client.ts';
import { toRoom } from './room-item.ts';
import { type Changed, roomWrite } from './rooms.ts';
import { scheduleRemoval } from './starts.ts';
import { write } from './write.ts';

export const endings = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** Over, and the host free to host again, in one transaction: about 6 write units. */
    async end(before: LiveRoom, after: EndedRoom): Promise<Changed> {
      const written = await write(tables, [roomWrite(before, after), claimRemoval(before.hostId, before.id)]);
      if (written.isWritten) return written;
      const [first] = written.failures;
      if (first?.index === 0 && first.item) return { isWritten: false, current: toRoom(first.item) };
      // The host's presence is in another room by now: only the room is written.
      return alone(await write(tables, [roomWrite(before, after)]));
    },

    /** Canceled, and the planned room no longer counted. */
    async cancel(before: ScheduledRoom, after: CanceledRoom): Promise<Changed> {
      return alone(await write(tables, [roomWrite(before, after), scheduleRemoval(after)]));
    },

    /** Presence of people who were on stage, unless they are in another room by now: 1 write unit each. */
    async removePresence(roomId: string, userIds: readonly string[]): Promise<void> {
      await Promise.all(userIds.map((userId) => write(tables, [claimRemoval(userId, roomId)])));
    },

    async uncountScheduled(room: { readonly creatorId: string; readonly id: string }): Promise<void> {
      await write(tables, [scheduleRemoval(room)]);
    },
  };
};

function alone(written: Awaited<ReturnType<typeof write>>): Changed {
  if (written.isWritten) return written;
  const item = written.failures.find(({ index }) => index === 0)?.item;
  if (!item) throw new Error('The room is gone, or a write beside it failed');
  return { isWritten: false, current: toRoom(item) };
}
