import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { prefixedId } from '../../domain/ids.ts';
import { ledgerBooks, placesOf, stripeBooks } from '../given/books.ts';
import { dashboardOf } from '../given/operators.ts';
import { lose, reconcile } from '../given/restoring.ts';
import {
  boughtTicket,
  checkoutOf,
  heldTicket,
  ledgerOf,
  onSale,
  openSellingWorld,
  pay,
  stateOf,
} from '../given/tickets.ts';
import { itemsOf } from '../races/watching.ts';
import type { Person, World } from '../world.ts';
import { deadLetters } from './left-behind.ts';

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

const state = () => world.cloud.stripe.house.state;
type Marked = { readonly id: string; readonly metadata?: { readonly roomId?: string } | null };
const toMarked = (object: unknown) => object as Marked;
/** What the payment service has told, or would have, of such objects. */
const newsOf = (isOne: (object: Marked) => boolean) =>
  state()
    .events.values()
    .filter(({ data }) => isOne(toMarked(data.object)));
const sessionsOf = (roomId: string): readonly string[] =>
  state()
    .sessions.values()
    .filter(({ shown }) => shown.metadata?.['roomId'] === roomId)
    .map(({ shown }) => shown.id);

describe('the first news of a payment', () => {
  const completed = 'checkout.session.completed';
  it.each([
    ['success', 'paid', [completed, 'payment_intent.succeeded']],
    ['success', 'paid', ['payment_intent.succeeded', completed]],
    ['async', 'paid', ['checkout.session.async_payment_succeeded', completed, 'payment_intent.succeeded']],
    ['async', 'paid', ['payment_intent.succeeded', completed, 'checkout.session.async_payment_succeeded']],
    ['async', 'failed', ['checkout.session.async_payment_failed', completed]],
  ])('bring it to its end whichever come first: %s, %s, %j', async (card, end, types) => {
    const roomId = await onSale(world, host, 2);
    const person = await buyer();
    const checkoutUrl = await heldTicket(world, person, roomId);
    await lose(world, ...types);
    await pay(world, checkoutUrl, card);
    if (card === 'async') await world.nobody.post('/local/stripe/settle', { checkoutUrl, isPaid: end === 'paid' });
    await world.settle();
    expect(await stateOf(person, roomId)).toBe('held');
    const news = newsOf(({ metadata }) => metadata?.roomId === roomId);
    for (const type of types) {
      const id = news.find((event) => event.type === type)?.id;
      expect((await world.nobody.post('/local/stripe/events', { id })).status).toBe(200);
      await world.settle();
      expect(await stateOf(person, roomId), type).toBe(end);
    }
    expect(ledgerOf(world, roomId).map(({ kind }) => kind)).toEqual(end === 'paid' ? ['purchase'] : []);
    expect(ledgerBooks(world, roomId)).toEqual(stripeBooks(world, roomId));
    expect(placesOf(world, roomId)).toEqual(end === 'paid' ? { free: 1, taken: 1 } : { free: 2, taken: 0 });
  });
});

describe('news of a payment that come before we have written down that it is open', () => {
  /** It is paid once, whatever our own part comes to afterwards. */
  async function isPaidOnce(person: Person, roomId: string): Promise<void> {
    expect(await stateOf(person, roomId)).toBe('paid');
    await world.advance(900);
    expect([await stateOf(person, roomId), sessionsOf(roomId).length]).toEqual(['paid', 1]);
    expect(ledgerOf(world, roomId).map(({ kind }) => kind)).toEqual(['purchase']);
    expect(ledgerBooks(world, roomId)).toEqual(stripeBooks(world, roomId));
    expect(deadLetters(world).filter((letter) => letter.includes(roomId))).toEqual([]);
  }

  it('make its ticket paid once when the answer to the opening was lost', async () => {
    const roomId = await onSale(world, host, 2);
    const person = await buyer();
    const lost = { service: 'stripe', operation: 'checkout.sessions.create', mode: 'apply-then-fail', times: 1 };
    expect((await world.nobody.post('/local/faults', lost)).status).toBe(201);
    expect((await person.post(`/v1/rooms/${roomId}/tickets`)).status).toBe(201);
    await world.settle();
    expect([await checkoutOf(person, roomId), sessionsOf(roomId).length]).toEqual([undefined, 1]);
    await pay(world, sessionsOf(roomId)[0] ?? '');
    await isPaidOnce(person, roomId);
  });

  it('make its ticket paid once when our own write is slow, and have that write refused', async () => {
    const roomId = await onSale(world, host, 2);
    const person = await buyer();
    const slow = { service: 'dynamodb', operation: 'PutItem', mode: 'delay', delaySeconds: 2, times: 100 };
    expect((await world.nobody.post('/local/faults', slow)).status).toBe(201);
    world.cloud.calls.clear();
    expect((await person.post(`/v1/rooms/${roomId}/tickets`)).status).toBe(201);
    await vi.waitUntil(() => sessionsOf(roomId).length === 1, { timeout: 10_000 });
    await pay(world, sessionsOf(roomId)[0] ?? '');
    await world.nobody.remove('/local/faults');
    const refused = world.cloud.calls.list().filter(({ operation, error }) => operation === 'PutItem' && error);
    // Where the clock was moved, the SDK takes a refusal for one of its time, and sends it once more.
    expect([...new Set(refused.map(({ error }) => error))]).toEqual(['ConditionalCheckFailedException']);
    await isPaidOnce(person, roomId);
  });
});

describe("news of somebody else's payment on the same account", () => {
  const dead = 'rostrum-stripe-news-dead';
  const lettersOf = (id: string) =>
    deadLetters(world).flatMap((letter) => (letter.includes(`"objectId":"${id}"`) ? [letter.split(':')[0]] : []));
  const hat = { currency: 'usd', unit_amount: 900, product_data: { name: 'A hat' } };

  it.each([
    ['without marks', () => ({})],
    ['with marks that nobody knows', (roomId: string) => ({ orderId: 'ord_none', roomId, userId: host.userId })],
  ])('%s are taken, touch no ticket, and lie with the dead letters, each once', async (_title, marksIn) => {
    const roomId = await onSale(world, host, 2);
    await boughtTicket(world, await buyer(), roomId);
    const [before, metadata] = [itemsOf(world, 'commerce'), marksIn(roomId)];
    const { id } = await stripe.checkout.sessions.create({
      ...{ mode: 'payment', success_url: 'https://hats.example', line_items: [{ quantity: 1, price_data: hat }] },
      ...{ metadata, payment_intent_data: { metadata } },
    });
    await pay(world, id);
    const intent = String((await stripe.checkout.sessions.retrieve(id)).payment_intent);
    const news = new Set(newsOf((object) => object.id === id || object.id === intent).map((event) => event.id));
    const deliveries = state().deliveries.values();
    const brought = deliveries.filter(({ eventId }) => news.has(eventId));
    expect([...new Set(brought.map((one) => `${one.state} ${one.attempts}`))]).toEqual(['delivered 1']);
    expect([lettersOf(id), lettersOf(intent)], 'at once').toEqual([[], []]);
    await world.advance(3_000);
    expect([lettersOf(id), lettersOf(intent)], 'after the tries of the queue').toEqual([[dead], [dead]]);
    expect(itemsOf(world, 'commerce')).toEqual(before);
    expect((await stripe.refunds.list({ payment_intent: intent })).data).toEqual([]);
  });

  it('are left to the deployment that made it, also where the tables could have forgotten it', async () => {
    const roomId = await onSale(world, host, 2);
    const since = new Date(world.cloud.clock.now()).toISOString();
    const orderId = prefixedId('ord', world.cloud.clock.now(), new Uint8Array(6));
    const ofRoom = () => itemsOf(world, 'commerce').filter((item) => JSON.stringify(item).includes(roomId));
    const before = ofRoom();
    const metadata = { orderId, roomId, userId: host.userId, deployment: 'eu-west-1/210987654321' };
    const { id } = await stripe.checkout.sessions.create({
      ...{ mode: 'payment', success_url: 'https://hats.example', line_items: [{ quantity: 1, price_data: hat }] },
      ...{ metadata, payment_intent_data: { metadata, transfer_group: roomId } },
    });
    await pay(world, id);
    const intent = String((await stripe.checkout.sessions.retrieve(id)).payment_intent);
    await reconcile(world, since, [roomId]);
    expect((await stripe.refunds.list({ payment_intent: intent })).data, 'what it bought is not ours to judge').toEqual(
      [],
    );
    await stripe.refunds.create({
      payment_intent: intent,
      metadata: { ...metadata, reason: 'room_canceled', isStray: 'false' },
    });
    await world.settle();
    await reconcile(world, since, [roomId]);
    await world.advance(3_000);
    expect(ofRoom()).toEqual(before);
    expect(deadLetters(world).filter((letter) => letter.includes(intent) || letter.includes(id))).toEqual([]);
  });
});
