import type { Act } from '../../domain/moderation.ts';
import type { Profile } from '../../domain/person.ts';
import type { Report } from '../../domain/report.ts';
import type { EndedRoom, LiveRoom, Room } from '../../domain/room.ts';
import type { Wiring } from '../wiring.ts';
import { toAct, writeWithAct } from './audit.ts';
import { claimRemoval } from './claims.ts';
import { getItem, query, tablesOf } from './client.ts';
import { profilePut } from './profiles.ts';
import { toReport } from './report-item.ts';
import { reportPut } from './reports.ts';
import { toRoom } from './room-item.ts';
import { type Changed, roomWrite } from './rooms.ts';
import { actKey, actPartition, actPrefix } from './table.ts';
import type { Written } from './write.ts';

/** Acts of moderators: each in one transaction with what it does. */
export const acts = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** Over, the host free to host again, and the act: about 14 write units. */
    async endRoom(before: LiveRoom, after: EndedRoom, act: Act): Promise<Changed> {
      const room = roomWrite(before, after);
      const written = await writeWithAct(tables, [room, claimRemoval(before.hostId, before.id)], act);
      const isRoomFree = written.isWritten || written.failures.some(({ index }) => index === 0);
      // The host's presence is in another room by now: only the room is written.
      return changedBy(isRoomFree ? written : await writeWithAct(tables, [room], act));
    },

    async changeRoom(before: Room, after: Room, act: Act): Promise<Changed> {
      return changedBy(await writeWithAct(tables, [roomWrite(before, after)], act));
    },

    /** False when the profile was written since it was read. */
    async changeProfile(before: Profile, after: Profile, act: Act): Promise<boolean> {
      return (await writeWithAct(tables, [profilePut(after, before.version)], act)).isWritten;
    },

    /** The report as it stands when somebody else was faster. */
    async moveReport(before: Report, after: Report, act: Act): Promise<Report | undefined> {
      const written = await writeWithAct(tables, [reportPut(before, after)], act);
      const item = written.isWritten ? undefined : written.failures[0]?.item;
      return item && toReport(item);
    },

    /** An act that concerns the person: 1 read unit. */
    async find(userId: string, actId: string): Promise<Act | undefined> {
      const item = await getItem(tables, 'social', actKey(userId, actId));
      return item && toAct(item);
    },

    /** Acts that concern the person, newest first, before an act: 1 read unit per 4 KB. */
    async pageOf(userId: string, limit: number, before: string | undefined): Promise<readonly Act[]> {
      const page = await query(tables, {
        table: 'social',
        where: before === undefined ? 'pk = :pk AND begins_with(sk, :sk)' : 'pk = :pk AND sk < :sk',
        values: {
          ':pk': actPartition(userId),
          ':sk': before === undefined ? actPrefix : actKey(userId, before).sk,
        },
        limit,
        isBackward: true,
        isConsistent: true,
      });
      return page.items.map(toAct);
    },
  };
};

function changedBy(written: Written): Changed {
  if (written.isWritten) return written;
  const item = written.failures.find(({ index }) => index === 0)?.item;
  if (!item) throw new Error('The room is gone, or a write beside it failed');
  return { isWritten: false, current: toRoom(item) };
}
