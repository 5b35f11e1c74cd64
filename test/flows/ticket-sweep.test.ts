import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dueQueue, dueShardCount, refundKey } from '../../adapters/dynamodb/table.ts';
import { heldTicket, onSale, openSellingWorld, stateOf } from '../given/tickets.ts';
import type { Person, World } from '../world.ts';

let world: World;
let host: Person;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, host, close } = await openSellingWorld());
});
afterAll(() => close());

const day = 86_400;
const minutes = async (count: number): Promise<void> => {
  for (let minute = 0; minute < count; minute += 1) await world.advance(60);
};
const longLived = { tokenSeconds: 700_000 };

describe('the sweep of tickets', () => {
  it('leaves a payment alone that is under way for days, and hears what has become of it', async () => {
    const roomId = await onSale(world, host, 2);
    const buyer = await world.person('slow', longLived);
    expect((await buyer.post(`/v1/rooms/${roomId}/tickets`, { checkout: 'intent' })).status).toBe(201);
    await world.settle();
    const { intents } = world.cloud.stripe.house.state;
    const intent = intents.values().at(-1);
    expect((await world.nobody.post('/local/stripe/pay', { sessionId: intent?.id, card: 'async' })).status).toBe(200);
    await buyer.get(`/v1/rooms/${roomId}/tickets/me?isPaid=true`);
    await world.settle();
    expect(await stateOf(buyer, roomId)).toBe('processing');
    await world.advance(2 * day);
    await minutes(3);
    expect([intents.get(intent?.id ?? '')?.status, await stateOf(buyer, roomId)]).toEqual(['processing', 'processing']);
  });

  it('comes to what has just become due, however much there is that can never be done', async () => {
    const roomId = await onSale(world, host, 1);
    const buyer = await world.person('late', longLived);
    await heldTicket(world, buyer, roomId);
    const unheard = { service: 'stripe', operation: 'checkout.session.expired', mode: 'drop', times: 1 };
    expect((await world.nobody.post('/local/faults', unheard)).status).toBe(201);
    await world.advance(35 * 60);
    const table = world.cloud.model.tables.find(({ name }) => name.endsWith('-commerce'))?.name ?? '';
    const there = world.cloud.tables.snapshot(table);
    // Due for ever, as money of a payment that nobody knows is: forty in each shard are as many as one run looks at.
    const stuck = Array.from({ length: 45 * dueShardCount }, (_, at) => {
      const { pk, sk } = refundKey(`stuck${at}`);
      const due = { dueQueue: { S: dueQueue(at % dueShardCount) }, dueAt: { S: '2020-01-01T00:00:00.000Z' } };
      return { pk: { S: pk }, sk: { S: sk }, paymentIntentId: { S: `unknown${at}` }, ...due };
    });
    world.cloud.tables.restore(table, [...there, ...stuck]);
    await minutes(4);
    expect(await stateOf(buyer, roomId)).toBe('expired');
  });
});
