import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { balancesOf } from '../../domain/ledger.ts';
import { expectRefused } from '../given/stories.ts';
import {
  boughtTicket,
  heldTicket,
  ledgerOf,
  onSale,
  openSellingWorld,
  pay,
  seller,
  stateOf,
} from '../given/tickets.ts';
import type { Person, World } from '../world.ts';

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, close } = await openSellingWorld());
});
afterAll(() => close());

let number = 0;
/** Somebody who has paid for a room that is still planned. */
async function paidRoom() {
  number += 1;
  const host = await seller(world, `host${number}`);
  const holder = await world.person(`holder${number}`, { tokenSeconds: 700_000 });
  const roomId = await onSale(world, host, 3);
  await boughtTicket(world, holder, roomId);
  const at = (path: string) => `/v1/rooms/${roomId}/${path}`;
  const start = async () => {
    expect((await host.post(at('start'))).status).toBe(200);
    // The seats are there.
    await world.settle();
  };
  const giveBack = (person: Person = holder) => person.remove(at('tickets/me'));
  const block = async (person: Person = holder) =>
    expect((await host.put(`/v1/me/blocks/${person.userId}`)).status).toBe(200);
  return { host, holder, roomId, at, start, giveBack, block };
}
const balances = (roomId: string) => balancesOf(ledgerOf(world, roomId));

describe('a room whose tickets are on sale', { timeout: 60_000 }, () => {
  it.each(['invited', 'followers', 'public'])('does not become one for others: %s', async (audience) => {
    const { host, holder, roomId, at, start } = await paidRoom();
    const other = { param: 'audience' };
    expectRefused(await host.patch(`/v1/rooms/${roomId}`, { audience }), 400, 'invalid_field', other);
    await start();
    expectRefused(await host.patch(`/v1/rooms/${roomId}`, { audience, title: 'Ours' }), 400, 'invalid_field', other);
    const same = await host.patch(`/v1/rooms/${roomId}`, { audience: 'tickets', title: 'Still theirs' });
    expect([same.status, same.body.title], same.text).toEqual([200, 'Still theirs']);
    expect((await holder.post(at('join'))).status).toBe(200);
  });

  it('changes freely before any are', async () => {
    number += 1;
    const host = await seller(world, `host${number}`);
    const startsAt = new Date(world.cloud.clock.now() + 3_600_000).toISOString();
    const made = await host.post('/v1/rooms', { title: 'Undecided', startsAt, audience: 'tickets' });
    const changed = await host.patch(`/v1/rooms/${made.body.room.id}`, { audience: 'followers' });
    expect([changed.status, changed.body], changed.text).toMatchObject([200, { audience: 'followers' }]);
  });

  it('lets in who has a ticket when it is locked, and tells others to buy one', async () => {
    const { host, holder, roomId, at, start } = await paidRoom();
    await start();
    expect((await host.patch(`/v1/rooms/${roomId}`, { isLocked: true })).status).toBe(200);
    expect((await holder.post(at('join'))).status).toBe(200);
    const other = await world.person(`late${number}`);
    expectRefused(await other.post(at('join')), 402, 'ticket_required');
    expectRefused(await world.nobody.post(at('listen')), 403, 'room_locked');
    await boughtTicket(world, other, roomId);
    expect((await other.post(at('join'))).status).toBe(200);
  });
});

describe('a buyer whom the host blocks', { timeout: 60_000 }, () => {
  it('takes their money back, also when the room is live', async () => {
    const { holder, roomId, at, start, giveBack, block } = await paidRoom();
    await start();
    expect((await holder.post(at('join'))).status).toBe(200);
    expectRefused(await giveBack(), 409, 'refund_too_late');
    await block();
    expectRefused(await holder.post(at('join')), 403, 'blocked_by_host');
    expect((await giveBack()).status).toBe(200);
    await world.settle();
    expect(await stateOf(holder, roomId)).toBe('refunded');
    expect(balances(roomId)).toMatchObject({ buyers: 0, escrow: 0 });
    expect((await world.nobody.get(at('sale'))).text).toContain('"available":3');
  });

  it('does so after the room, until its host is paid', async () => {
    const { host, holder, roomId, at, start, giveBack, block } = await paidRoom();
    const late = await world.person(`late${number}`, { tokenSeconds: 700_000 });
    await boughtTicket(world, late, roomId);
    await start();
    await block();
    await block(late);
    expect((await host.post(at('end'))).status).toBe(200);
    await world.settle();
    await world.advance(86_400);
    expect((await giveBack()).status).toBe(200);
    await world.settle();
    expect(await stateOf(holder, roomId)).toBe('refunded');
    await world.advance(7 * 86_400);
    expectRefused(await giveBack(late), 409, 'refund_too_late');
  });

  it('does so though the payment came after the block', async () => {
    const { roomId, start, giveBack, block } = await paidRoom();
    const paying = await world.person(`paying${number}`, { tokenSeconds: 700_000 });
    const checkoutUrl = await heldTicket(world, paying, roomId);
    await start();
    await block(paying);
    await pay(world, checkoutUrl);
    expect(await stateOf(paying, roomId)).toBe('paid');
    expect((await giveBack(paying)).status).toBe(200);
    await world.settle();
    expect(await stateOf(paying, roomId)).toBe('refunded');
  });

  it('does not when the block came after the room, or was taken back', async () => {
    const { host, holder, roomId, at, start, giveBack, block } = await paidRoom();
    await start();
    await block();
    expect((await host.remove(`/v1/me/blocks/${holder.userId}`)).status).toBe(200);
    expectRefused(await giveBack(), 409, 'refund_too_late');
    expect((await holder.post(at('join'))).status).toBe(200);
    expect((await host.post(at('end'))).status).toBe(200);
    await world.advance(60);
    await block();
    expectRefused(await giveBack(), 409, 'refund_too_late');
    expect(await stateOf(holder, roomId)).toBe('paid');
  });
});
