import type { Sale, StockPart } from '../../domain/sale.ts';
import type { Wiring } from '../wiring.ts';
import { batchGet, getItem, type Item, tablesOf } from './client.ts';
import { fromPart, fromSale, toPart, toSale } from './sale-item.ts';
import { saleKey, stockKey } from './table.ts';
import { dueNow } from './ticket-writes.ts';
import { absent, type Condition, type Write, write } from './write.ts';

/** A sale with what is left of it; the parts are as of one instant each. */
export type Stocked = { readonly sale: Sale; readonly parts: readonly StockPart[] };

/** Sales of tickets. A sale and all its parts are written together, 42 write units at the most. */
export const sales = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  const find = async (roomId: string): Promise<Sale | undefined> => {
    const item = await getItem(tables, 'commerce', saleKey(roomId));
    return item && toSale(item);
  };
  return {
    /** 1 read unit. */
    find,

    /** The sale and its parts, 1 read unit each. */
    async findStocked(roomId: string): Promise<Stocked | undefined> {
      const sale = await find(roomId);
      if (!sale) return undefined;
      const keys = Array.from({ length: sale.partCount }, (_, part) => stockKey(roomId, part));
      const items = await batchGet(
        tables,
        keys.map((key) => ({ table: 'commerce', key, isConsistent: true })),
      );
      return { sale, parts: items.flatMap((item) => (item ? [toPart(item)] : [])) };
    },

    /** Opens the sale with its parts: false when there is one already. */
    async open(sale: Sale, counts: readonly number[], along: readonly Write[] = []): Promise<boolean> {
      return (await write(tables, [...saleOpening(sale, counts), ...along])).isWritten;
    },

    /**
     * The sale's next state, and what each of its parts gains or loses: false when the sale was changed meanwhile, or a part no
     * longer has what is taken from it. `isAwaited`: what is added is for those who wait, and kept until it is offered.
     */
    async change(
      before: Sale,
      after: Sale,
      changes: readonly number[],
      { along = [], isAwaited = false }: { readonly along?: readonly Write[]; readonly isAwaited?: boolean } = {},
    ): Promise<boolean> {
      const parts = changes.map((change, part) => partChange(before, after, { part, change, isAwaited }));
      const written = await write(tables, [saleWrite(before, after), ...parts, ...along]);
      return written.isWritten;
    },
  };
};

/** A sale that was not there before, with so many places in each of its parts: 21 writes at the most. */
export const saleOpening = (sale: Sale, counts: readonly number[]): readonly Write[] => [
  saleWrite(undefined, sale),
  ...counts.map((available, part): Write => {
    const item = fromPart(sale, { part, available });
    return { kind: 'put', table: 'commerce', item, when: absent };
  }),
];

/** A part is made, or gains or loses places; what it gains is kept for those who wait, if anybody does. */
function partChange(
  before: Sale,
  after: Sale,
  { part, change, isAwaited }: { readonly part: number; readonly change: number; readonly isAwaited: boolean },
): Write {
  const isKept = isAwaited && change > 0;
  const due = isKept ? dueNow(after.roomId, after.updatedAt) : {};
  if (part >= before.partCount) {
    const counts = isAwaited ? { available: 0, kept: change, isAwaited } : { available: change, refills: 1 };
    const item = { ...fromPart(after, { part, ...counts }), ...due };
    return { kind: 'put', table: 'commerce', item, when: absent };
  }
  return {
    kind: 'update',
    table: 'commerce',
    key: stockKey(after.roomId, part),
    change: {
      add: isKept ? { kept: change } : { available: change, ...(change > 0 && { refills: 1 }) },
      set: { isOpen: after.status === 'open', priceVersion: after.priceVersion, ...due },
    },
    when: atLeast(-change),
  };
}

export const saleWrite = (before: Sale | undefined, after: Sale): Write => ({
  kind: 'put',
  table: 'commerce',
  item: fromSale(after),
  when: before ? { text: '#v = :v', names: { '#v': 'version' }, values: toVersion(before) } : absent,
});
const toVersion = ({ version }: Sale): Item => ({ ':v': version });

const atLeast = (count: number): Condition => ({
  text: 'available >= :least',
  values: { ':least': Math.max(0, count) },
});
