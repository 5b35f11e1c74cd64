import { describe, expect, inject, it } from 'vitest';
import { WireFault } from '../../local/model.ts';
import { playRush } from '../../tools/rush/play.ts';
import { type RushWish, shortRush } from '../../tools/rush/wish.ts';
import type { Meddling } from '../simulation/machine/wire.ts';
import { withoutOne } from '../simulation/tickets/protections.ts';

const rush = (wish: Partial<RushWish> = {}, meddle?: Meddling) =>
  playRush(inject('assembly'), { ...shortRush, ...wish }, meddle);

/** A hold that met another one is told that the part is empty. */
const conflictsAreEmptiness: Meddling = ({ execution, operation, place }) => {
  if (execution !== 'buyTicket' || operation !== 'TransactWriteItems' || !place.includes('PART')) return undefined;
  const Item = { available: { N: '0' }, isOpen: { BOOL: true }, priceVersion: { N: '1' } };
  const CancellationReasons = [{ Code: 'ConditionalCheckFailed', Item }, { Code: 'None' }];
  throw new WireFault(400, 'TransactionCanceledException', 'Transaction cancelled', { CancellationReasons });
};

describe('a rush of buyers and bots, in virtual time', () => {
  it('sells every place to one, tells the others that all is sold, and comes out to the cent', async () => {
    const { figures, violations } = await rush();
    expect(violations).toEqual([]);
    expect(Object.fromEntries(figures)).toMatchObject({
      oversold: '0',
      'tickets paid at the end': '60',
      'false sold_out': '0',
      'people whose place was gone before their payment opened': '0',
      'booked, taken by the payment service': '150000, 150000',
    });
  });

  it('is seen to sell places twice when nothing asks whether there is one', async () => {
    const { violations } = await rush({ buyers: 200, hours: 0.2 }, withoutOne['stock condition'].meddle);
    expect(violations.join('\n')).toMatch(/part 0 of 60 has -\d+ left and \d+ taken/);
  });

  it('is seen to turn people away too early when a conflict counts as an empty part', async () => {
    const { violations } = await rush({ buyers: 200, hours: 0.2 }, conflictsAreEmptiness);
    expect(violations.join('\n')).toMatch(/times: a false sold_out/);
  });
});
