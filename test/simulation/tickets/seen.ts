/** Items of the table `commerce` as they are written, read without the product's own readers. */

export type Amount = { readonly amount: number; readonly currency: string };
export type SeenTicket = {
  readonly pk: string;
  readonly roomId: string;
  readonly userId: string;
  readonly state: string;
  readonly part?: number;
  readonly order: {
    readonly id: string;
    readonly heldAt: string;
    readonly price: Amount;
    readonly fee?: number;
    readonly paymentIntentId?: string;
    readonly isDisputed?: true;
    readonly payment?: { readonly id?: string; readonly expiresAt: string };
  };
};
export type SeenSale = {
  readonly roomId: string;
  readonly status: string;
  readonly capacity: number;
  readonly partCount: number;
  readonly payoutAt?: string;
};
export type SeenPart = {
  readonly roomId: string;
  readonly part: number;
  readonly available: number;
  /** Places that came back, for whoever waits. */
  readonly kept?: number;
};
export type SeenWaiting = { readonly waitsFor: string; readonly userId: string };
export type SeenEntry = {
  readonly roomId: string;
  readonly key: string;
  readonly kind: string;
  readonly lines: Readonly<Record<string, number>>;
};
export type SeenRefund = {
  readonly paymentIntentId: string;
  readonly state: string;
  readonly tries: number;
  readonly isStray?: boolean;
};
export type SeenPayout = {
  readonly payoutOf: string;
  readonly stage: string;
  readonly net: number;
  readonly hostShare: number;
};

type Stored = { readonly pk: string; readonly sk: string; readonly dueAt?: string };
export const toStored = (item: unknown) => item as Stored;
const toTickets = (items: unknown) => items as readonly SeenTicket[];
const toSales = (items: unknown) => items as readonly SeenSale[];
const toParts = (items: unknown) => items as readonly SeenPart[];
const toEntries = (items: unknown) => items as readonly SeenEntry[];
const toRefunds = (items: unknown) => items as readonly SeenRefund[];
const toWaiting = (items: unknown) => items as readonly SeenWaiting[];
const toPayouts = (items: unknown) => items as readonly SeenPayout[];

/** Everything of the table as of the last write. */
export function createBooks() {
  // Looked at with every write: each kind by itself.
  const kinds = new Map<string, Map<string, Stored>>();
  const dues = new Map<string, number>();
  const kindOf = (pk: string): Map<string, Stored> => {
    const prefix = pk.slice(0, pk.indexOf('#') + 1);
    const known = kinds.get(prefix) ?? new Map<string, Stored>();
    kinds.set(prefix, known);
    return known;
  };
  const beginningWith = (prefix: string) => [...kindOf(prefix).values()];
  /** When the first of what stands there is due, epoch milliseconds; never: infinity. */
  const nextDueAt = (): number => Math.min(...dues.values());
  return {
    put(item: Stored): void {
      const key = `${item.pk} ${item.sk}`;
      kindOf(item.pk).set(key, item);
      if (item.dueAt === undefined) dues.delete(key);
      else dues.set(key, Date.parse(item.dueAt));
    },
    remove(pk: string, sk: string): void {
      kindOf(pk).delete(`${pk} ${sk}`);
      dues.delete(`${pk} ${sk}`);
    },
    clear(): void {
      kinds.clear();
      dues.clear();
    },
    tickets: () => toTickets(beginningWith('TICKET#')),
    sales: () => toSales(beginningWith('SALE#')),
    parts: () => toParts(beginningWith('STOCK#')),
    entries: () => toEntries(beginningWith('LEDGER#')),
    refunds: () => toRefunds(beginningWith('REFUND#')),
    waiting: () => toWaiting(beginningWith('WAITING#')),
    payouts: () => toPayouts(beginningWith('TRANSFER#')),
    /** Whether anything is due by then. */
    isDue: (by: string): boolean => nextDueAt() <= Date.parse(by),
    nextDueAt,
  };
}
export type Books = ReturnType<typeof createBooks>;
