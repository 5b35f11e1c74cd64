import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heldTicket, onSale, openSellingWorld } from '../given/tickets.ts';
import { itemsOf } from '../races/watching.ts';
import type { Person, World } from '../world.ts';

let world: World;
let host: Person;
let close: () => Promise<void>;
let roomId: string;
beforeAll(async () => {
  ({ world, host, close } = await openSellingWorld());
  roomId = await onSale(world, host, 3);
  for (const handle of ['bea', 'dov']) await heldTicket(world, await world.person(handle), roomId);
});
afterAll(() => close());

type Sale = { readonly price: { readonly amount: unknown; readonly currency: unknown }; readonly quantity: unknown };
const sale = (changes: { amount?: unknown; currency?: unknown; quantity?: unknown }): Sale => {
  const { amount = 500, currency = 'usd', quantity = 3 } = changes;
  return { price: { amount, currency }, quantity };
};
const stored = () => itemsOf(world, 'commerce').filter(({ sk }) => sk === 'SALE' || sk === 'PART');

describe('a sale is refused by the field that is wrong, and stays as it was:', () => {
  it.each([
    ['a price of nothing', sale({ amount: 0 }), 'price_out_of_range', 'price.amount'],
    ['a price below nothing', sale({ amount: -500 }), 'price_out_of_range', 'price.amount'],
    ['99 cents', sale({ amount: 99 }), 'price_out_of_range', 'price.amount'],
    ['1 000 dollars', sale({ amount: 100_000 }), 'price_out_of_range', 'price.amount'],
    ['a fraction of a cent', sale({ amount: 500.5 }), 'price_out_of_range', 'price.amount'],
    ['a currency that is none', sale({ currency: 'xxx' }), 'currency_unsupported', 'price.currency'],
    ['a currency without cents', sale({ currency: 'jpy' }), 'currency_unsupported', 'price.currency'],
    ['another one without cents', sale({ currency: 'krw' }), 'currency_unsupported', 'price.currency'],
    ['a currency in capitals', sale({ currency: 'USD' }), 'currency_unsupported', 'price.currency'],
    ['no ticket', sale({ quantity: 0 }), 'invalid_field', 'quantity'],
    ['fewer than no ticket', sale({ quantity: -1 }), 'invalid_field', 'quantity'],
    ['half a ticket', sale({ quantity: 2.5 }), 'invalid_field', 'quantity'],
    ['10 001 tickets', sale({ quantity: 10_001 }), 'invalid_field', 'quantity'],
  ])('%s', async (_what, body, code, param) => {
    const before = stored();
    const { status, body: refused } = await host.put(`/v1/rooms/${roomId}/sale`, body);
    expect([status, refused.error?.code, refused.error?.param]).toEqual([400, code, param]);
    expect(stored()).toEqual(before);
  });

  it('fewer tickets than are sold and held', async () => {
    const before = stored();
    const { status, body } = await host.put(`/v1/rooms/${roomId}/sale`, sale({ quantity: 1 }));
    expect([status, body.error?.code, body.error?.param]).toEqual([409, 'capacity_below_sold', 'quantity']);
    expect(stored()).toEqual(before);
  });
});

it.each([
  ['0', 'price_out_of_range'],
  ['-1', 'price_out_of_range'],
  ['99', 'price_out_of_range'],
  ['100000', 'price_out_of_range'],
])('what %s cents would bring is not shown, as nothing is sold for it', async (amount, code) => {
  const { status, body } = await host.get(`/v1/sale-preview?amount=${amount}&currency=usd`);
  expect([status, body.error?.code, body.error?.param]).toEqual([400, code, 'amount']);
});
