import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dashboardOf, endpointsOf, runTool } from '../given/operators.ts';
import { deliverTo, putSecret, thinCompletedSession } from '../given/stripe-deliveries.ts';
import { boughtTicket, onSale, openSellingWorld, stateOf } from '../given/tickets.ts';
import type { Person, World } from '../world.ts';

let world: World;
let host: Person;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, host, close } = await openSellingWorld());
});
afterAll(() => close());

/** The command as an operator runs it, with the key of the embedded cloud's payment service. */
async function setUp(...words: readonly string[]): Promise<string> {
  const { url, apiKey } = (await endpointsOf(world)).stripe;
  return runTool({ STRIPE_API_KEY: apiKey }, 'stripe-setup', '--url', world.url, '--stripe-url', url, ...words);
}
const secretIn = (printed: string): string => /whsec_\w+/.exec(printed)?.[0] ?? '';

async function destinations() {
  const client = await dashboardOf(world);
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
