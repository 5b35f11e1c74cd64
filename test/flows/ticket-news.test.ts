import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placesOf } from '../given/books.ts';
import { dashboardOf } from '../given/operators.ts';
import { lose, paymentOf } from '../given/restoring.ts';
import {
  balancesIn,
  boughtTicket,
  heldTicket,
  ledgerOf,
  onSale,
  openSellingWorld,
  pay,
  stateOf,
} from '../given/tickets.ts';
import { membersOf } from '../races/watching.ts';
import type { Person, World } from '../world.ts';

let world: World;
let host: Person;
let close: () => Promise<void>;
let stripe: Stripe;
beforeAll(async () => {
  ({ world, host, close } = await openSellingWorld());
  stripe = await dashboardOf(world);
});
afterAll(() => close());

let count = 0;
const buyer = (): Promise<Person> => world.person(`buyer${++count}`, { tokenSeconds: 700_000 });
const paymentIn = (roomId: string): string => {
  const entry = ledgerOf(world, roomId).find(({ kind }) => kind === 'purchase');
  return entry?.paymentIntentId ?? '';
};

describe('news of a payment', () => {
  it('that come twice, again a day later and backwards change nothing more', async () => {
    const roomId = await onSale(world, host, 2);
    const person = await buyer();
    await boughtTicket(world, person, roomId);
    const before = ledgerOf(world, roomId);
    const again = { id: paymentIn(roomId), deliveries: 3, order: 'reverse' };
    expect((await world.nobody.post('/local/stripe/events', again)).status).toBe(200);
    await world.advance(60);
    expect([await stateOf(person, roomId), ledgerOf(world, roomId)]).toEqual(['paid', before]);
  });

  it('that are lost are made up for by the page the buyer comes back to, and by the sweep', async () => {
    const roomId = await onSale(world, host, 2);
    const [atOnce, late] = [await buyer(), await buyer()];
    for (const person of [atOnce, late]) {
      const checkoutUrl = await heldTicket(world, person, roomId);
      await lose(world, 'checkout.session.completed', 'payment_intent.succeeded');
      await pay(world, checkoutUrl);
    }
    expect([await stateOf(atOnce, roomId), await stateOf(late, roomId)]).toEqual(['held', 'held']);
    await atOnce.get(`/v1/rooms/${roomId}/tickets/me?isPaid=true`);
    await world.settle();
    expect([await stateOf(atOnce, roomId), await stateOf(late, roomId)]).toEqual(['paid', 'held']);
    await world.advance(40 * 60);
    expect(await stateOf(late, roomId)).toBe('paid');
  });

  it('are written down when its dispute is heard of first', async () => {
    const roomId = await onSale(world, host, 2);
    const person = await buyer();
    const checkoutUrl = await heldTicket(world, person, roomId);
    await lose(world, 'checkout.session.completed', 'payment_intent.succeeded');
    await pay(world, checkoutUrl);
    const paid = (await stripe.paymentIntents.list()).data.find(({ metadata }) => metadata['roomId'] === roomId);
    await world.nobody.post('/local/stripe/dispute', { paymentIntent: paid?.id });
    await world.settle();
    expect([await stateOf(person, roomId), paymentIn(roomId)]).toEqual(['disputed', paid?.id]);
  });

  it('of one that takes days keep the place until it is made, or has failed', async () => {
    const roomId = await onSale(world, host, 2);
    const [made, failed] = [await buyer(), await buyer()];
    for (const person of [made, failed]) {
      const checkoutUrl = await heldTicket(world, person, roomId);
      await pay(world, checkoutUrl, 'async');
      expect(await stateOf(person, roomId)).toBe('processing');
      await world.nobody.post('/local/stripe/settle', { checkoutUrl, isPaid: person === made });
      await world.settle();
    }
    expect([await stateOf(made, roomId), await stateOf(failed, roomId)]).toEqual(['paid', 'failed']);
  });
});

describe('a payment that is gone in mid-room', () => {
  const liveWith = async (person: Person): Promise<string> => {
    const roomId = await onSale(world, host, 2);
    await boughtTicket(world, person, roomId);
    expect((await host.post(`/v1/rooms/${roomId}/start`)).status).toBe(200);
    expect((await person.post(`/v1/rooms/${roomId}/join`)).status).toBe(200);
    return roomId;
  };
  const isIn = (person: Person, roomId: string): boolean =>
    membersOf(world, roomId).some(
      ({ userId, state, seat }) => userId === person.userId && state === 'joined' && seat !== undefined,
    );

  it('because it was sent back by hand puts its buyer out at once, for good', async () => {
    const person = await buyer();
    const roomId = await liveWith(person);
    expect(isIn(person, roomId)).toBe(true);
    await stripe.refunds.create({ payment_intent: paymentIn(roomId) });
    await world.settle();
    expect([await stateOf(person, roomId), isIn(person, roomId)]).toEqual(['refunded', false]);
    expect((await person.post(`/v1/rooms/${roomId}/join`)).body.error.code).toBe('ticket_required');
    expect(ledgerOf(world, roomId).map(({ kind }) => kind)).toEqual(['purchase', 'refund']);
    await host.post(`/v1/rooms/${roomId}/end`);
  });

  it('because a bank disputes it shuts the door until the dispute is won', async () => {
    const person = await buyer();
    const roomId = await liveWith(person);
    const paymentIntent = paymentIn(roomId);
    await world.nobody.post('/local/stripe/dispute', { paymentIntent });
    await world.settle();
    expect([await stateOf(person, roomId), isIn(person, roomId)]).toEqual(['disputed', false]);
    await world.nobody.post('/local/stripe/dispute', { paymentIntent, outcome: 'won' });
    await world.settle();
    expect(await stateOf(person, roomId)).toBe('paid');
    expect((await person.post(`/v1/rooms/${roomId}/join`)).status).toBe(200);
    await host.post(`/v1/rooms/${roomId}/end`);
  });

  it('because they were removed is paid back or not, as the host says, and is worth nothing either way', async () => {
    const roomId = await onSale(world, host, 2);
    const [refunded, revoked] = [await buyer(), await buyer()];
    for (const person of [refunded, revoked]) await boughtTicket(world, person, roomId);
    const [withMoney, without] = [refunded, revoked].map((person) => paymentOf(world, roomId, person));
    expect((await host.post(`/v1/rooms/${roomId}/start`)).status).toBe(200);
    expect((await refunded.post(`/v1/rooms/${roomId}/join`)).status).toBe(200);
    expect((await host.remove(`/v1/rooms/${roomId}/people/${refunded.userId}?refund=true`)).status).toBe(200);
    expect((await host.remove(`/v1/rooms/${roomId}/people/${revoked.userId}`)).status).toBe(200);
    await world.settle();
    expect([await stateOf(refunded, roomId), await stateOf(revoked, roomId)]).toEqual(['refunded', 'revoked']);
    const back = (await stripe.refunds.list()).data.map(({ payment_intent: intent }) => intent);
    expect([back.includes(withMoney ?? ''), back.includes(without ?? '')], 'money back').toEqual([true, false]);
    expect(ledgerOf(world, roomId).filter(({ userId }) => userId === revoked.userId)).toMatchObject([
      { kind: 'purchase', lines: { buyers: -500, fees: 45, escrow: 455 } },
    ]);
    expect(balancesIn(world, roomId)).toMatchObject({ buyers: -500, escrow: 455, transit: 0 });
    expect(isIn(refunded, roomId)).toBe(false);
    expect((await revoked.post(`/v1/rooms/${roomId}/join`)).body.error.code).toBe('blocked_from_room');
    await host.post(`/v1/rooms/${roomId}/end`);
  });

  it('because they were removed before they paid is let go at once, and its payment page is closed', async () => {
    const roomId = await onSale(world, host, 1);
    const person = await buyer();
    await heldTicket(world, person, roomId);
    expect((await host.post(`/v1/rooms/${roomId}/start`)).status).toBe(200);
    expect((await host.remove(`/v1/rooms/${roomId}/people/${person.userId}`)).status).toBe(200);
    await world.settle();
    expect(await stateOf(person, roomId)).toBe('expired');
    expect(placesOf(world, roomId)).toEqual({ free: 1, taken: 0 });
    const sessions = (await stripe.checkout.sessions.list({ limit: 100 })).data;
    expect(sessions.find(({ metadata }) => metadata?.['roomId'] === roomId)?.status).toBe('expired');
    await host.post(`/v1/rooms/${roomId}/end`);
  });
});
