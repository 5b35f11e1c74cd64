import { describe, expect, inject, it } from 'vitest';
import { WireFault } from '../../local/model.ts';
import { playRush, type Without } from '../../tools/rush/play.ts';
import type { Verdict } from '../../tools/rush/verdict.ts';
import { type RushWish, shortRush } from '../../tools/rush/wish.ts';
import type { Meddling } from '../simulation/machine/wire.ts';
import { withoutOne } from '../simulation/tickets/protections.ts';

const rush = (wish: Partial<RushWish> = {}, { meddle, conflicting }: Without = {}) =>
  playRush(
    inject('assembly'),
    { ...shortRush, ...wish },
    { ...(meddle && { meddle }), ...(conflicting && { conflicting }) },
  );
const figureOf = ({ figures }: Verdict, what: string): number => Number(Object.fromEntries(figures)[what]);

/** News of payments cannot be worked on. */
const deaf: Meddling = ({ execution, operation }) => {
  if (execution !== 'hearPayments' || operation !== 'TransactWriteItems') return undefined;
  throw new WireFault(400, 'AccessDeniedException', 'Nobody may write');
};

describe('a rush of buyers and bots, in virtual time', () => {
  it('sells every place to one, tells the others that all is sold, and comes out to the cent', async () => {
    const verdict = await rush();
    expect(verdict.violations).toEqual([]);
    expect(figureOf(verdict, 'conflicts met')).toBeGreaterThan(0);
    expect(Object.fromEntries(verdict.figures)).toMatchObject({
      oversold: '0',
      'tickets paid at the end': '60',
      'false sold_out': '0',
      'people whose place was gone before their payment opened': '0',
      'booked, taken by the payment service': '150000, 150000',
    });
  });

  it('is seen to sell places twice when nothing asks whether there is one', async () => {
    const { violations } = await rush({ buyers: 200, hours: 0.2 }, withoutOne['stock condition']);
    expect(violations.join('\n')).toMatch(/part 0 of 60 has -\d+ left and \d+ taken/);
  });

  it('is seen to turn people away too early when a conflict counts as an empty part', async () => {
    const verdict = await rush({ buyers: 200, hours: 0.2 }, withoutOne['conflict is no verdict']);
    expect(figureOf(verdict, 'conflicts met')).toBeGreaterThan(0);
    expect(verdict.violations.join('\n')).toMatch(/times: a false sold_out/);
  });

  it('is seen to leave places when too few come for them', async () => {
    const { violations } = await rush({ buyers: 30, hours: 0.2 });
    expect(violations).toEqual(['the last place was never taken', 'not every place was paid for in time']);
  });

  it('is seen to go wrong where nobody waits for an answer', async () => {
    const { violations } = await rush({ buyers: 100, hours: 0.2 }, { meddle: deaf });
    expect(violations.join('\n')).toMatch(/times a worker failed: hearPayments/);
  });
});
