import { type RefundReason, refundReasons } from '../../domain/settlement.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Wiring } from '../wiring.ts';
import { getItem, type Item, tablesOf } from './client.ts';
import { readOneOf, readOptional, readText } from './read.ts';
import { schemaVersion } from './room-item.ts';
import { refundJobKey } from './table.ts';
import { dueNow } from './ticket-writes.ts';
import { absent, type Change, present, type Write, write } from './write.ts';

/**
 * A walk through a room's tickets, and how far it has come. With a `reason` everybody's money goes back; without one the room is
 * over, and only who has not paid yet is sent away. `cursor` is the last ticket that was looked at.
 */
export type RefundJob = { readonly roomId: string; readonly reason?: RefundReason; readonly cursor?: string };

/** Until it is over, whoever looks for what is due finds it when nobody has gone on with it for so long. */
const patienceSeconds = 600;
const dueFrom = (roomId: string, at: string): Item => dueNow(roomId, addSeconds(at, patienceSeconds));

/** The job begins with the write that it goes along with; everybody's refund begins in place of the other. */
export const refundJobPut = ({ roomId, ...why }: RefundJob, at: string): Write => ({
  kind: 'put',
  table: 'commerce',
  item: { ...refundJobKey(roomId), schemaVersion, jobOf: roomId, ...why, ...dueFrom(roomId, at) },
  when: why.reason === undefined ? absent : { text: 'attribute_not_exists(reason)' },
});

export const refundJobs = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  const update = (roomId: string, change: Change) =>
    write(tables, [{ kind: 'update', table: 'commerce', key: refundJobKey(roomId), change, when: present }]);
  return {
    async find(roomId: string): Promise<RefundJob | undefined> {
      const item = await getItem(tables, 'commerce', refundJobKey(roomId));
      return item && toJob(item);
    },

    /** Somebody is at it; `cursor` is the last ticket that was looked at, if that has changed. */
    async note(roomId: string, at: string, cursor?: string): Promise<void> {
      await update(roomId, { set: { ...dueFrom(roomId, at), ...(cursor !== undefined && { cursor }) } });
    },

    /** Everybody was looked at, and looked at again. */
    async finish(roomId: string): Promise<void> {
      await update(roomId, { remove: ['dueQueue', 'dueAt'] });
    },
  };
};

const toJob = (item: Item): RefundJob => ({
  roomId: readText(item, 'jobOf'),
  ...readOptional(item, 'reason', (job, field) => readOneOf(job, field, refundReasons)),
  ...readOptional(item, 'cursor', readText),
});
