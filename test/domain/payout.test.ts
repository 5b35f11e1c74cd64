import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumOf } from '../../domain/ledger.ts';
import { payoutAtOf, payoutEntry, payoutKeyOf, payoutOf, readPayoutKey, sentPayoutOf } from '../../domain/payout.ts';
import { at, hostId, later, noon, policy } from './given.ts';

const roomId = '0000000000abc';
const due = { roomId, hostId, accountId: 'acct_1', currency: 'usd', net: 1_365, earnedBefore: 0, now: noon };
const sent = { transferId: 'tr_1', number: 1, accountId: 'acct_0', amount: 400, net: 413 };

describe('a payout', () => {
  it('is due so many days after the room took place', () => {
    expect(payoutAtOf(noon, policy)).toBe(at(policy.payoutDelayDays * 86_400));
  });

  it('is of what is held for the room, less the share of the platform', () => {
    const payout = payoutOf(due, policy);
    expect(payout).toMatchObject({ number: 1, stage: 'pending', net: 1_365, hostShare: 1_365 - 40, at: at(0) });
    const later = payoutOf({ ...due, earnedBefore: policy.fullShareUpTo }, policy);
    expect(later.hostShare).toBe(1_365 - 273);
  });

  it('is asked for by a key that names its room, and no other text does', () => {
    expect(readPayoutKey(payoutKeyOf(payoutOf(due, policy)))).toEqual({ roomId, number: 1 });
    for (const text of [
      '',
      roomId,
      `payout:${roomId}`,
      `payout:${roomId}:`,
      `refund:${roomId}:1`,
      `xpayout:${roomId}:1`,
    ])
      expect(readPayoutKey(text), text).toBeUndefined();
  });

  it('that was sent and is forgotten is what was sent, to whom it was sent, not what would be due now', () => {
    const known = sentPayoutOf(due, sent);
    expect(known).toMatchObject({ accountId: 'acct_0', net: 413, hostShare: 400, number: 1, stage: 'pending' });
    const { net: _, ...unsaid } = sent;
    expect(sentPayoutOf(due, unsaid)).toMatchObject({ net: 1_365, hostShare: 400 });
    expect(payoutKeyOf(known)).toBe(payoutKeyOf(payoutOf(due, policy)));
  });

  it('is booked once, and takes all that is held: host and platform have it then', () => {
    const entry = payoutEntry(payoutOf(due, policy), due.net, later(60));
    expect(entry).toMatchObject({ key: `payout:${roomId}:1`, kind: 'payout', userId: hostId, at: at(60) });
    expect(entry.lines).toEqual({ escrow: -1_365, host: 1_325, platform: 40 });
    fc.assert(
      fc.property(fc.nat(100_000_000), fc.nat(100_000_000), (net, earnedBefore) => {
        const { lines } = payoutEntry(payoutOf({ ...due, net, earnedBefore }, policy), net, noon);
        expect([sumOf(lines), (lines.escrow ?? 0) + net]).toEqual([0, 0]);
        expect(Math.min(lines.host ?? 0, lines.platform ?? 0)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
