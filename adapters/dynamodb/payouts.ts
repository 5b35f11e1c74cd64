import { type Payout, payoutEntry, payoutStages } from '../../domain/payout.ts';
import type { PayoutAccount } from '../../domain/payout-account.ts';
import type { Sale } from '../../domain/sale.ts';
import type { Wiring } from '../wiring.ts';
import { getItem, type Item, tablesOf } from './client.ts';
import { accountWrite } from './payout-accounts.ts';
import { readCount, readOneOf, readOptional, readText } from './read.ts';
import { schemaVersion } from './room-item.ts';
import { saleWrite } from './sales.ts';
import { payoutKey } from './table.ts';
import { entryPut } from './ticket-writes.ts';
import { absent, type Change, type Condition, type Write, write } from './write.ts';

type Changed<T> = { readonly before: T; readonly after: T };

export const payouts = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    async find(roomId: string): Promise<Payout | undefined> {
      const item = await getItem(tables, 'commerce', payoutKey(roomId));
      return item && toPayout(item);
    },

    /**
     * Written down with what the host has earned by it, for the first time or anew; false when somebody was faster, or has just
     * asked for the transfer as it was.
     */
    async save(before: Payout | undefined, after: Payout, account: Changed<PayoutAccount>): Promise<boolean> {
      const item = { ...payoutKey(after.roomId), schemaVersion, payoutOf: after.roomId, ...withoutRoom(after) };
      const when = before ? unasked(before) : absent;
      const put: Write = { kind: 'put', table: 'commerce', item, when };
      return (await write(tables, [put, accountWrite(account.before, account.after)])).isWritten;
    },

    /** It is asked for now: false when it was written since, or something was taken of what is held for the room. */
    async ask(payout: Payout, askedAt: string): Promise<boolean> {
      return (await write(tables, [updateOf(payout, { set: { askedAt } })])).isWritten;
    },

    /**
     * The transfer was made: noted with its booking and the sale it ends, all or nothing. `held` is what is held by now: false when
     * something was taken of it since the payout was read.
     */
    async finish(payout: Payout, { transferId, held, sale }: Finish): Promise<boolean> {
      const written = await write(tables, [
        updateOf(payout, { set: { stage: 'sent', transferId } }),
        entryPut(payoutEntry(payout, held, wiring.now())),
        saleWrite(sale.before, sale.after),
      ]);
      return written.isWritten;
    },

    /** Looked at again later; somebody who was faster with the sale did that, or paid. */
    async putOff({ before, after }: Changed<Sale>): Promise<void> {
      await write(tables, [saleWrite(before, after)]);
    },
  };
};

type Finish = { readonly transferId: string; readonly held: number; readonly sale: Changed<Sale> };

/**
 * Goes along with whatever is taken of what is held for a room, `payout` being what was read of its payout before: a payout that is
 * begun, asked for or finished at the same time sees it, or is seen. Once it is sent nothing is held any more.
 */
export function drawWrites(roomId: string, payout: Payout | undefined): Write[] {
  if (!payout) return [{ kind: 'check', table: 'commerce', key: payoutKey(roomId), when: absent }];
  const change = { set: { draws: payout.draws + 1 } };
  return payout.stage === 'sent' ? [] : [updateOf(payout, change)];
}

const updateOf = (payout: Payout, change: Change): Write => ({
  kind: 'update',
  table: 'commerce',
  key: payoutKey(payout.roomId),
  change,
  when: unmoved(payout),
});

function unasked(payout: Payout): Condition {
  const { text, names, values } = unmoved(payout);
  const { askedAt } = payout;
  return askedAt === undefined
    ? { text: `${text} AND attribute_not_exists(#asked)`, names: { ...names, '#asked': 'askedAt' }, values }
    : {
        text: `${text} AND #asked = :asked`,
        names: { ...names, '#asked': 'askedAt' },
        values: { ...values, ':asked': askedAt },
      };
}

/** What was written before draws were counted has none. */
const unmoved = ({ number, draws }: Payout) => ({
  text: `#stage = :pending AND #number = :number AND ${draws === 0 ? '(#draws = :draws OR attribute_not_exists(#draws))' : '#draws = :draws'}`,
  names: { '#stage': 'stage', '#number': 'number', '#draws': 'draws' },
  values: { ':pending': 'pending', ':number': number, ':draws': draws },
});

/** Not under `roomId`: what stands there is in the index of a room's tickets, if it has a `ticketKey` too. */
const withoutRoom = ({ roomId, ...payout }: Payout): Omit<Payout, 'roomId'> => payout;

export const toPayout = (item: Item): Payout => ({
  roomId: readText(item, 'payoutOf'),
  hostId: readText(item, 'hostId'),
  accountId: readText(item, 'accountId'),
  number: readCount(item, 'number'),
  stage: readOneOf(item, 'stage', payoutStages),
  currency: readText(item, 'currency'),
  net: readCount(item, 'net'),
  hostShare: readCount(item, 'hostShare'),
  // Not in what was written before they were needed.
  earnedBefore: readOptional(item, 'earnedBefore', readCount).earnedBefore ?? 0,
  draws: readOptional(item, 'draws', readCount).draws ?? 0,
  at: readText(item, 'at'),
  ...readOptional(item, 'askedAt', readText),
  ...readOptional(item, 'transferId', readText),
});
