/** What a room brought goes to its host once, some days after it took place. */

import { type Entry, payoutLines, reversalLines } from './ledger.ts';
import { sharesOf } from './money.ts';
import type { Policy } from './policy.ts';
import { addSeconds, daySeconds, isoOf } from './time.ts';

export const payoutStages = ['pending', 'sent'] as const;

/**
 * One transfer to a host; written down before it is asked for, and asked for by its key. `number` rises when it is written anew,
 * because less is held by then.
 */
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
  /** What the host's rooms had brought before this one: the shares are cut by that. */
  readonly earnedBefore: number;
  /** How often something was taken of what is held for the room, since this was written. */
  readonly draws: number;
  readonly at: string;
  /** When it was asked for last: from then on it may be made, whatever was answered. */
  readonly askedAt?: string;
  readonly transferId?: string;
};

/** The same key for the same transfer, however often it is asked for. */
export const payoutKeyOf = ({ roomId, number }: Pick<Payout, 'roomId' | 'number'>): string =>
  `payout:${roomId}:${number}`;

/** What such a key names; nothing for other texts. */
export function readPayoutKey(key: string): Pick<Payout, 'roomId' | 'number'> | undefined {
  const [, roomId, number] = /^payout:(\w+):(\d+)$/.exec(key) ?? [];
  return roomId === undefined ? undefined : { roomId, number: Number(number) };
}

/** A transfer as the payment service has it; `net` is what was held for the room then. */
export type SentTransfer = {
  readonly transferId: string;
  readonly number: number;
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

/** The transfer of what is held for a room, written for the first time or anew. */
export function payoutOf({ now, ...due }: Due, policy: Policy, before?: Payout): Payout {
  const { host: hostShare } = sharesOf(due.net, due.earnedBefore, policy);
  return { ...due, number: (before?.number ?? 0) + 1, stage: 'pending', hostShare, draws: 0, at: isoOf(now) };
}

/** The payout that a transfer was made for and that is written down otherwise, or not any more: what was sent counts. */
export function sentPayoutOf({ now, ...due }: Due, made: SentTransfer): Payout {
  const { accountId, amount: hostShare, number, net = due.net } = made;
  return { ...due, accountId, net, number, stage: 'pending', hostShare, draws: 0, at: isoOf(now) };
}

/** Whether it is what the host is to be sent today. */
export const isAsDue = ({ net, accountId }: Payout, due: Due): boolean =>
  net === due.net && accountId === due.accountId;

/** A request may be under way for longer than its caller waits: before it is known to be lost there is no other one. */
const underWaySeconds = 600;
export const mayBeUnderWay = ({ askedAt }: Payout, now: number): boolean =>
  askedAt !== undefined && addSeconds(askedAt, underWaySeconds) > isoOf(now);

/** The booking of a transfer that was made; `held` is what is left of what was held when it was asked for. */
export function payoutEntry(payout: Payout, held: number, now: number): Entry {
  const { roomId, hostId: userId, currency, net, hostShare } = payout;
  const lines = payoutLines({ net, hostShare, held });
  return { roomId, userId, key: payoutKeyOf(payout), kind: 'payout', lines, currency, at: isoOf(now) };
}

/** What somebody took back from a host at the payment service. */
export type Reversal = {
  readonly reversalId: string;
  readonly roomId: string;
  readonly amount: number;
  readonly currency: string;
};

export function reversalEntry({ reversalId, roomId, amount, currency }: Reversal, now: number): Entry {
  const key = `reversal:${reversalId}`;
  return { roomId, key, kind: 'reversal', lines: reversalLines(amount), currency, at: isoOf(now) };
}
