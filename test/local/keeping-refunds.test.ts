import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { expect, test } from 'vitest';
import { balancesOf, type Entry, sumOf } from '../../domain/ledger.ts';
import { temporaryFolder } from './folders.ts';
import { type Product, start } from './running-product.ts';

/** Enough for several pages of refunds and for a kill between them; ROSTRUM_TICKETS=5000 plays the whole. */
const sold = Number(process.env['ROSTRUM_TICKETS'] ?? 60);

type Reply = { readonly status: number; readonly body: Readonly<Record<string, unknown>>; readonly text: string };
type Call = (method: string, path: string, body?: object, token?: string) => Promise<Reply>;
const toFields = (value: unknown) => value as Readonly<Record<string, unknown>>;

async function open(folder: string): Promise<{ product: Product; call: Call }> {
  const telling = `--import ${join(import.meta.dirname, 'telling-refusals.ts')}`;
  const product = start({ PORT: '0', ROSTRUM_DATA: folder, NODE_OPTIONS: telling }, '--no-demo');
  const url = /http:\S+/.exec(await product.ready())?.[0] ?? '';
  const call: Call = async (method, path, body, token) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const answer = await fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    return { status: answer.status, text, body: text === '' ? {} : toFields(JSON.parse(text)) };
  };
  return { product, call };
}

type Buyer = { readonly accessToken: string };
const toUsers = (value: unknown) => value as readonly Buyer[];
type Payments = {
  readonly paymentIntents: readonly { readonly id: string; readonly status: string }[];
  readonly refunds: readonly { readonly payment_intent: string; readonly status: string }[];
};
const toPayments = (value: unknown) => value as Payments;
const paymentsOf = async (call: Call): Promise<Payments> => toPayments((await call('GET', '/local/stripe')).body);

type Endpoints = {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly endpoints: { readonly dynamodb: string };
  readonly tables: { readonly commerce: string };
};
const toEndpoints = (value: unknown) => value as Endpoints;
const toEntry = (item: unknown) => item as Entry;

/** All that is booked of a room, read as an operator reads it. */
async function entriesOf(call: Call, roomId: string): Promise<readonly Entry[]> {
  const { region, tables, endpoints, ...credentials } = toEndpoints((await call('GET', '/local/endpoints')).body);
  const client = new DynamoDBClient({ region, endpoint: endpoints.dynamodb, credentials });
  const ExpressionAttributeValues = { ':pk': { S: `LEDGER#${roomId}` } };
  const input = { TableName: tables.commerce, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues };
  const entries: Entry[] = [];
  for await (const { Items = [] } of paginateQuery({ client }, input))
    entries.push(...Items.map((item) => toEntry(unmarshall(item))));
  client.destroy();
  return entries;
}

/** What was paid just before would be no ticket's, were the room canceled before its news are heard. */
async function untilBooked(call: Call, roomId: string): Promise<void> {
  for (let look = 0; look < 200; look += 1) {
    if ((await entriesOf(call, roomId)).length === sold) return;
    await wait(300 + 2 * sold);
  }
}

/** Each ticket is bought and paid back once; nothing is left, but the fees that the payment service keeps. */
async function expectNothingLeft(call: Call, roomId: string): Promise<void> {
  const entries = await entriesOf(call, roomId);
  expect(entries.map(({ lines }) => sumOf(lines)).filter((sum) => sum !== 0)).toEqual([]);
  const kinds = Map.groupBy(entries, ({ kind }) => kind);
  expect([...kinds].map(([kind, booked]) => [kind, booked.length]).toSorted()).toEqual([
    ['purchase', sold],
    ['refund', sold],
  ]);
  // 2.9 % and 30 cents of a dollar.
  const left = { buyers: 0, escrow: 0, transit: 0, lost: 0, host: 0, fees: 33 * sold, platform: -33 * sold };
  expect(balancesOf(entries)).toEqual(left);
}

const signIn = async (call: Call, person: object): Promise<string> =>
  String((await call('POST', '/local/sign-in', person)).body['accessToken']);

async function sell(call: Call): Promise<{ roomId: string; token: string; buyers: readonly Buyer[] }> {
  const token = await signIn(call, { handle: 'ada', canSell: true, followers: 2_000 });
  const startsAt = new Date(Date.now() + 3 * 3_600_000).toISOString();
  const made = await call('POST', '/v1/rooms', { title: 'Kept', startsAt }, token);
  const roomId = String(toFields(made.body['room'])['id']);
  const sale = await call(
    'PUT',
    `/v1/rooms/${roomId}/sale`,
    // The stand-in's balance covers 10 000 dollars at once; what it does not cover would wait for days, as at Stripe.
    { price: { amount: 100, currency: 'usd' }, quantity: sold },
    token,
  );
  expect(sale.status, sale.text).toBe(200);
  const users = Array.from({ length: sold }, (_, place) => ({ handle: `buyer${place}` }));
  const buyers = toUsers((await call('POST', '/local/world', { users })).body['users']);
  for (const { accessToken } of buyers) {
    const held = await call('POST', `/v1/rooms/${roomId}/tickets`, {}, accessToken);
    expect(held.status, held.text).toBe(201);
  }
  for (const { accessToken } of buyers) {
    const checkoutUrl = await pageOf(call, roomId, accessToken);
    await call('POST', '/local/stripe/pay', { checkoutUrl });
  }
  await call('POST', '/local/clock', { advanceSeconds: 10 });
  return { roomId, token, buyers };
}

/** Payments open twenty a second; whoever came last waits for all the others. */
async function pageOf(call: Call, roomId: string, accessToken: string): Promise<unknown> {
  for (;;) {
    const { body, text } = await call('GET', `/v1/rooms/${roomId}/tickets/me`, undefined, accessToken);
    const { status, checkoutUrl } = toFields(body['payment']);
    if (status === 'open') return checkoutUrl;
    expect(status, text).toBe('queued');
    await wait(100);
  }
}

const patienceMilliseconds = 2_000 + 6 * sold;
/** The first one waits for workers that have not run before. */
const longestStartMilliseconds = 30_000;

/** Waits until so many refunds were sent; gives up when none is sent for a while: what was out at the kill comes again later. */
async function untilSent(call: Call, count: number): Promise<number> {
  let [sent, sentAt] = [0, Date.now()];
  while (sent < count && Date.now() < sentAt + (sent === 0 ? longestStartMilliseconds : patienceMilliseconds)) {
    const now = (await paymentsOf(call)).refunds.length;
    if (now > sent) [sent, sentAt] = [now, Date.now()];
    // What is asked here is everything the payment service knows: of 5 000 payments that is much.
    await wait(2 * sold);
  }
  return sent;
}

test(
  'killed while everybody of a canceled room is paid back, it goes on: each payment goes back once',
  async () => {
    const folder = await temporaryFolder();
    const first = await open(folder);
    const { roomId, token, buyers } = await sell(first.call);
    expect((await paymentsOf(first.call)).paymentIntents.filter(({ status }) => status === 'succeeded')).toHaveLength(
      sold,
    );

    await untilBooked(first.call, roomId);
    await first.call('POST', `/v1/rooms/${roomId}/cancel`, {}, token);
    const sent = await untilSent(first.call, sold / 4);
    first.product.child.kill('SIGKILL');
    await first.product.ended;
    expect(sent, 'refunds sent before the kill').toBeGreaterThan(0);
    expect(sent, 'refunds sent before the kill').toBeLessThan(sold);

    const again = await open(folder);
    await untilSent(again.call, sold);
    // What was out at the kill is due again later, and the sweep takes so many at a time.
    for (let quarter = 0; quarter < 16; quarter += 1) {
      expect((await again.call('POST', '/local/clock', { advanceSeconds: 900 })).status).toBe(200);
      if ((await paymentsOf(again.call)).refunds.length >= sold) break;
    }
    const { paymentIntents, refunds } = await paymentsOf(again.call);
    expect(refunds.map(({ status }) => status)).toEqual(refunds.map(() => 'succeeded'));
    expect(refunds.map((refund) => refund.payment_intent).toSorted()).toEqual(
      paymentIntents.map(({ id }) => id).toSorted(),
    );
    const states = new Set<unknown>();
    for (const place of buyers.keys()) {
      const accessToken = await signIn(again.call, { handle: `buyer${place}` });
      const { body } = await again.call('GET', `/v1/rooms/${roomId}/tickets/me`, undefined, accessToken);
      states.add(toFields(body['ticket'])['state']);
    }
    expect([...states]).toEqual(['refunded']);
    const host = await signIn(again.call, { handle: 'ada' });
    const book = await again.call('GET', `/v1/rooms/${roomId}/sales`, undefined, host);
    expect(book.body, book.text).toMatchObject({ status: 'canceled', collected: 0, held: 0, hostShare: 0 });
    await expectNothingLeft(again.call, roomId);
    const errors = `${first.product.told.errors}${again.product.told.errors}`.split('\n');
    // What is sent keeps its pace. News of it are looked at as they come: a look that is refused comes again.
    expect(errors.filter((line) => line.includes('asked too often'))).toEqual([]);
  },
  120_000 + sold * 300,
);
