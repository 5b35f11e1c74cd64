/** What a room brought goes to its host once, some days after it took place. */

import { type Entry, payoutLines } from './ledger.ts';
import type { Policy } from './policy.ts';
import { addSeconds, daySeconds, isoOf } from './time.ts';

export const payoutStages = ['pending', 'sent'] as const;

/** One transfer to a host; written down before it is asked for, and asked for by its key. `number` rises should there be a later one. */
export type Payout = {
  readonly roomId: string;
  readonly hostId: string;
  readonly accountId: string;
  readonly number: number;
  readonly stage: (typeof payoutStages)[number];
  readonly currency: string;
  /** What was held for the room, and how it is divided: minor units. */
  readonly net: number;
  readonly hostShare: number;
  readonly at: string;
  readonly transferId?: string;
};

/** The same key for the same transfer, however often it is asked for. */
export const payoutKeyOf = ({ roomId, number }: Pick<Payout, 'roomId' | 'number'>): string =>
  `payout:${roomId}:${number}`;

/** The room of such a key; none for other texts. */
export const roomOfPayoutKey = (key: string): string | undefined => /^payout:(\w+):\d+$/.exec(key)?.[1];

/** A transfer as the payment service has it; `net` is what was held for the room then. */
export type SentTransfer = {
  readonly transferId: string;
  readonly accountId: string;
  readonly amount: number;
  readonly net?: number;
};

/** When the host of a room that is over is paid. */
export const payoutAtOf = (endedAt: number, policy: Policy): string =>
  addSeconds(isoOf(endedAt), policy.payoutDelayDays * daySeconds);

type Due = {
  readonly roomId: string;
  readonly hostId: string;
  readonly accountId: string;
  readonly currency: string;
  readonly net: number;
  readonly earnedBefore: number;
  readonly now: number;
};

/** The transfer of what is held for a room. */
export function payoutOf({ earnedBefore, now, ...due }: Due, policy: Policy): Payout {
  const { host = 0 } = payoutLines(due.net, earnedBefore, policy);
  return { ...due, number: 1, stage: 'pending', hostShare: host, at: isoOf(now) };
}

/** The payout that a transfer was made for and that is not written down any more: what was sent counts, not what would be now. */
export function sentPayoutOf(due: Due, { accountId, amount: hostShare, net = due.net }: SentTransfer): Payout {
  const { earnedBefore: _, now, ...rest } = due;
  return { ...rest, accountId, net, number: 1, stage: 'pending', hostShare, at: isoOf(now) };
}

/** The booking of a transfer that was made. */
export function payoutEntry(payout: Payout, now: number): Entry {
  const { roomId, hostId: userId, currency, net, hostShare: host } = payout;
  const lines = { escrow: -net, host, platform: net - host };
  return { roomId, userId, key: payoutKeyOf(payout), kind: 'payout', lines, currency, at: isoOf(now) };
}
