/** Where money is: entries are only ever added, and the lines of each entry sum to zero. */

/**
 * `buyers`: outside, minus what they paid. `escrow`: what is left of payments after fees, until it is paid out. `fees`: what the
 * payment service kept. `host` and `platform`: what each has earned, or borne. `transit`: what
 * is owed to buyers whose refund did not go through. `lost`: what banks and the operator took after the host was paid, less what
 * was got back from the host.
 */
export const accounts = ['buyers', 'escrow', 'fees', 'host', 'platform', 'transit', 'lost'] as const;
export type Account = (typeof accounts)[number];
export type Lines = Readonly<Partial<Record<Account, number>>>;

export const entryKinds = ['purchase', 'refund', 'refund_failed', 'charge_back', 'payout', 'reversal'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** One booking of a room's ledger, minor units of `currency`. `key` makes it one booking however often it is tried. */
export type Entry = {
  readonly roomId: string;
  readonly key: string;
  readonly kind: EntryKind;
  readonly lines: Lines;
  readonly currency: string;
  readonly at: string;
  readonly userId?: string;
  readonly orderId?: string;
  readonly paymentIntentId?: string;
};

export const sumOf = (lines: Lines): number => Object.values(lines).reduce((sum, amount) => sum + amount, 0);

/** A ticket is paid: the buyer's money is held for the host, less the fee of the payment. */
export const purchaseLines = (amount: number, fee: number): Lines => ({
  buyers: -amount,
  fees: fee,
  escrow: amount - fee,
});

/** Where the money of a paid ticket is: with what the room has earned, set aside for its buyer, or with the host already. */
export type Pot = 'escrow' | 'transit' | 'lost';

/** The whole amount goes back; the payment's fee does not, and is the platform's. */
export const refundLines = (amount: number, fee: number, from: Pot = 'escrow'): Lines => ({
  buyers: amount,
  [from]: -(amount - fee),
  platform: -fee,
});

/** A payment that bought no ticket goes back at once: it never was held for a host. */
export const strayRefundLines = (fee: number): Lines => ({ fees: fee, platform: -fee });

/** A refund did not go through: what is owed to the buyer is no longer held for the host, and nobody is paid of it. */
export const setAsideLines = (amount: number, fee: number): Lines => ({
  escrow: -(amount - fee),
  transit: amount - fee,
});

/** A refund that had gone through came back: what is owed to the buyer lies with us again. */
export const returnedLines = (amount: number, fee: number): Lines => ({
  buyers: -amount,
  transit: amount - fee,
  platform: fee,
});

/** The bank takes the amount back, and a fee for it; what was paid out to the host is the platform's loss. */
export const chargeBackLines = refundLines;

/** What a room brought goes to its host and to the platform; what was taken of it meanwhile is the platform's loss. */
export function payoutLines({ net, hostShare: host, held }: PayoutFigures): Lines {
  return { escrow: 0 - held, host, platform: net - host, ...(held !== net && { lost: held - net }) };
}
type PayoutFigures = { readonly net: number; readonly hostShare: number; readonly held: number };

/** A host gives back what they were paid: it makes up for what was lost. */
export const reversalLines = (amount: number): Lines => ({ host: -amount, lost: amount });

/** What stands in each account after these entries. */
export function balancesOf(entries: readonly Pick<Entry, 'lines'>[]): Readonly<Record<Account, number>> {
  const balance = (account: Account): number => entries.reduce((sum, { lines }) => sum + (lines[account] ?? 0), 0);
  return toBalances(accounts.map((account) => [account, balance(account)]));
}
const toBalances = (balances: [Account, number][]) => Object.fromEntries(balances) as Record<Account, number>;

/** Tickets that were paid and not paid back, and what for. */
export type Sold = { readonly tickets: number; readonly amount: number };

export function soldOf(entries: readonly Pick<Entry, 'lines'>[]): Sold {
  const paid = entries.map(({ lines: { buyers = 0 } }) => 0 - buyers);
  const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
  return { tickets: sum(paid.map(Math.sign)), amount: sum(paid) };
}
