import { describe, expect, it } from 'vitest';
import { payoutLines, reversalLines, soldOf, sumOf } from '../../domain/ledger.ts';
import { isAsDue, mayBeUnderWay, payoutEntry, payoutKeyOf, payoutOf, readPayoutKey } from '../../domain/payout.ts';
import { isoOf } from '../../domain/time.ts';
import { later, noon, policy } from './given.ts';

const due = {
  ...{ roomId: '0000000000abc', hostId: '7', accountId: 'acct_1', currency: 'usd' },
  ...{ net: 1_000, earnedBefore: 0, now: noon },
};
const first = payoutOf(due, policy);

describe('a payout', () => {
  it('that is written anew has a key of its own, and its host’s share of what is left', () => {
    const anew = payoutOf({ ...due, net: 600 }, policy, first);
    expect([first, anew].map(payoutKeyOf)).toEqual(['payout:0000000000abc:1', 'payout:0000000000abc:2']);
    expect([first.hostShare, anew.hostShare]).toEqual([970, 582]);
    expect(readPayoutKey(payoutKeyOf(anew))).toEqual({ roomId: '0000000000abc', number: 2 });
    expect(readPayoutKey('payout:0000000000abc')).toBeUndefined();
  });

  it('is written anew for another sum or account only', () => {
    expect(isAsDue(first, { ...due, earnedBefore: 10, now: later(60) })).toBe(true);
    expect(isAsDue(first, { ...due, net: 999 })).toBe(false);
    expect(isAsDue(first, { ...due, accountId: 'acct_2' })).toBe(false);
  });

  it('may be under way for ten minutes after it was asked for', () => {
    const asked = { ...first, askedAt: isoOf(noon) };
    expect([first, asked].map((payout) => mayBeUnderWay(payout, later(599)))).toEqual([false, true]);
    expect(mayBeUnderWay(asked, later(600))).toBe(false);
  });

  it('books what was taken meanwhile as the platform’s loss', () => {
    expect(payoutEntry(first, 1_000, noon).lines).toEqual({ escrow: -1_000, host: 970, platform: 30 });
    const { lines } = payoutEntry(first, 600, noon);
    expect(lines).toEqual({ escrow: -600, host: 970, platform: 30, lost: -400 });
    expect([lines, reversalLines(300), payoutLines({ net: 0, hostShare: 0, held: 0 })].map(sumOf)).toEqual([0, 0, 0]);
  });
});

it('what is sold is what was paid and not paid back', () => {
  const paid = { lines: { buyers: -500, fees: 45, escrow: 455 } };
  const back = { lines: { buyers: 500, escrow: -455, platform: -45 } };
  const stray = { lines: { fees: 45, platform: -45 } };
  expect(soldOf([paid, paid, stray, back, paid])).toEqual({ tickets: 2, amount: 1_000 });
});
