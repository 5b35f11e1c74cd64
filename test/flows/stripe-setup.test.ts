import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configWith } from '../given/config.ts';
import { deliverTo, putSecret, thinCompletedSession } from '../given/stripe-deliveries.ts';
import { boughtTicket, onSale, seller, stateOf } from '../given/tickets.ts';
import { openWorld, type Person, type World } from '../world.ts';

const config = configWith({ overrides: { arePayoutsNeededToSell: false, maxScheduledRooms: 100 } });
let world: World;
let host: Person;
let stripe: Endpoints['stripe'];
beforeAll(async () => {
  world = await openWorld({ configFile: config.configFile });
  host = await seller(world, 'ada');
  ({ stripe } = toEndpoints(JSON.parse((await world.nobody.get('/local/endpoints')).text)));
});
afterAll(async () => {
  await world.close();
  config.remove();
});

type Endpoints = { readonly stripe: { readonly url: string; readonly apiKey: string } };
const toEndpoints = (value: unknown) => value as Endpoints;

/** The command as an operator runs it, with the key of the embedded cloud's payment service. */
async function setUp(...words: readonly string[]): Promise<string> {
  const tool = join(import.meta.dirname, '../../tools/stripe-setup.ts');
  const args = [tool, '--url', world.url, '--stripe-url', stripe.url, ...words];
  const env = { ...process.env, STRIPE_API_KEY: stripe.apiKey };
  return (await promisify(execFile)(process.execPath, args, { env })).stdout;
}
const secretIn = (printed: string): string => /whsec_\w+/.exec(printed)?.[0] ?? '';

async function destinations() {
  const { hostname, port } = new URL(stripe.url);
  const client = new Stripe(stripe.apiKey, { host: hostname, port: Number(port), protocol: 'http', telemetry: false });
  return (await client.v2.core.eventDestinations.list({ include: ['webhook_endpoint.url'] })).data;
}

/** What the printed commands do, and the five minutes after which functions know it. */
async function store(...secrets: readonly string[]): Promise<void> {
  await putSecret(world, 'rostrum-stripe-signing-secrets', JSON.stringify(secrets));
  await world.advance(330);
}

type Snapshot = { readonly deliveries: readonly { readonly destinationId: string; readonly state: string }[] };
const toSnapshot = (value: unknown) => value as Snapshot;
/** How many news each destination was rid of. */
async function delivered(id: string): Promise<number> {
  const { deliveries } = toSnapshot(JSON.parse((await world.nobody.get('/local/stripe')).text));
  return deliveries.filter(({ destinationId, state }) => destinationId === id && state === 'delivered').length;
}

let count = 0;
/** Whether a ticket is handed out on news alone. */
async function sold(): Promise<string> {
  const buyer = await world.person(`buyer${++count}`, { tokenSeconds: 700_000 });
  const roomId = await onSale(world, host, 1);
  await boughtTicket(world, buyer, roomId);
  return stateOf(buyer, roomId);
}

const thin = JSON.stringify(thinCompletedSession({ type: 'v1.payout.failed' }));
const answerTo = async (secret: string) => (await deliverTo(world, { body: thin, secret })).status;

describe('setting up what the payment service sends', () => {
  it('is one command, safe to repeat; its secret is rolled while both are good', { timeout: 60_000 }, async () => {
    const first = secretIn(await setUp());
    expect(await answerTo(first), 'not stored yet').toBe(400);
    await store(first);
    expect(await sold()).toBe('paid');

    const [made] = await destinations();
    expect(await setUp()).toContain('nothing to store');
    expect(await destinations()).toEqual([{ ...made, updated: expect.any(String) }]);
    const heard = await delivered(made?.id ?? '');
    expect(heard).toBeGreaterThan(0);

    const second = secretIn(await setUp('--roll'));
    await store(second, first);
    expect([await answerTo(first), await answerTo(second)]).toEqual([200, 200]);
    expect(await sold()).toBe('paid');
    const [newer, older] = await destinations();
    expect(older?.id).toBe(made?.id);
    expect(await delivered(newer?.id ?? '')).toBeGreaterThan(0);
    expect(await delivered(older?.id ?? '')).toBeGreaterThan(heard);

    expect(await setUp('--finish')).toContain(`from ${newer?.id} only`);
    await store(second);
    expect([await answerTo(first), await answerTo(second)]).toEqual([400, 200]);
    expect(await sold()).toBe('paid');
    expect((await destinations()).map(({ id }) => id)).toEqual([newer?.id]);
    expect(await setUp('--finish')).toContain('nothing to finish');
  });
});
