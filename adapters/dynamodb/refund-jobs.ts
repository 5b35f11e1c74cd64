import { type RefundReason, refundReasons } from '../../domain/settlement.ts';
import type { Wiring } from '../wiring.ts';
import { getItem, type Item, tablesOf } from './client.ts';
import { readOneOf, readOptional, readText } from './read.ts';
import { schemaVersion } from './room-item.ts';
import { refundJobKey } from './table.ts';
import { absent, present, write } from './write.ts';

/** Everybody's money goes back: how far that has come. `cursor` is the last ticket that was looked at. */
export type RefundJob = { readonly roomId: string; readonly reason: RefundReason; readonly cursor?: string };

export const refundJobs = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    async find(roomId: string): Promise<RefundJob | undefined> {
      const item = await getItem(tables, 'commerce', refundJobKey(roomId));
      return item && toJob(item);
    },

    /** Begins it once; false when there is one already, at whatever place. */
    async begin(job: RefundJob): Promise<boolean> {
      const item = { ...refundJobKey(job.roomId), schemaVersion, jobOf: job.roomId, reason: job.reason };
      return (await write(tables, [{ kind: 'put', table: 'commerce', item, when: absent }])).isWritten;
    },

    /** Notes the last ticket that was looked at. */
    async note(roomId: string, cursor: string): Promise<void> {
      const change = { set: { cursor } };
      await write(tables, [{ kind: 'update', table: 'commerce', key: refundJobKey(roomId), change, when: present }]);
    },
  };
};

const toJob = (item: Item): RefundJob => ({
  roomId: readText(item, 'jobOf'),
  reason: readOneOf(item, 'reason', refundReasons),
  ...readOptional(item, 'cursor', readText),
});
