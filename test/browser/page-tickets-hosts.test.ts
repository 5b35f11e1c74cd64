import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { onSale, seller } from '../given/tickets.ts';
import { choose, press, sees } from './page-steps.ts';
import { openPageWorld, type PageWorld, type Tab } from './page-world.ts';
import { dropPlans, expectGood } from './ticket-steps.ts';

let rooms: PageWorld;
beforeAll(async () => {
  rooms = await openPageWorld();
});
afterEach(async () => {
  await rooms.clear();
  await dropPlans(rooms);
});
afterAll(() => rooms.close());

const goTo = ({ page }: Tab, hash: string) => page.goto(`${rooms.world.url}/${hash}`);
const tomorrow = () => new Date(rooms.world.cloud.clock.now() + 86_400_000).toISOString();
const nameIn = ({ page }: Tab, row: number) => page.locator('.row-name').nth(row).textContent();

type Accounts = { readonly accounts: readonly { readonly id: string }[] };
const toAccounts = (value: unknown) => value as Accounts;

describe('a host on the page', () => {
  it('plans one room when the answer to the first try was lost', async () => {
    const host = await rooms.come();
    await choose(host, 'Tomás Vega');
    await goTo(host, '#/plan');
    await host.page.getByLabel('What is it called?').fill('Once only');
    await host.page.getByLabel('When does it start?').fill(tomorrow().slice(0, 16));
    await host.page.route(
      '**/v1/rooms',
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
    await press(host, 'Plan it');
    await sees(host, 'Rostrum does not answer. Check your connection.');
    await press(host, 'Plan it');
    await host.page.getByRole('button', { name: 'Start the room' }).waitFor();
    const tomas = await rooms.world.person('tomas');
    expect((await tomas.get('/v1/me/rooms?status=scheduled')).body.data).toHaveLength(1);
  });

  it('is told of payouts what is true before the account is finished, when it is, and when it is stopped', async () => {
    const host = await rooms.come({ width: 360, colorScheme: 'dark' });
    await choose(host, 'Tomás Vega');
    await goTo(host, '#/hosting');
    await host.page.route('**/v1/me/payout-account', (route) => route.fulfill({ json: { state: 'none' } }));
    await press(host, 'Set up payouts');
    await sees(host, 'The payment service opened no page. Try again later.');
    await expectGood(host, 'payouts without a page to go to');
    await host.page.unroute('**/v1/me/payout-account');
    await press(host, 'Set up payouts');
    await host.page.getByRole('button', { name: 'Answer everything' }).waitFor();
    await goTo(host, '#/hosting');
    await sees(host, 'The payment service still has questions, or is deciding.');
    await host.page.getByRole('button', { name: 'Go on with payouts' }).waitFor();
    await expectGood(host, 'payouts of an account that is not finished');
    const [account] = toAccounts(JSON.parse((await rooms.world.nobody.get('/local/stripe')).text)).accounts;
    const becomes = async (transfers: string) => {
      await rooms.world.nobody.post('/local/stripe/account', { account: account?.id, transfers });
      await host.page.reload();
    };
    await becomes('pending');
    await sees(host, 'The payment service still has questions, or is deciding.');
    await becomes('active');
    await sees(host, 'You can be paid.');
    await becomes('restricted');
    await sees(host, 'The payment service has stopped your payouts');
    await host.page.getByRole('button', { name: 'Answer the payment service' }).waitFor();
    await expectGood(host, 'payouts that were stopped');
  });

  it('has the payment service asked about payouts once a minute, and not any more when they can be paid', async () => {
    const host = await rooms.come();
    await choose(host, 'Tomás Vega');
    let looks = 0;
    let state = 'onboarding';
    await host.page.route('**/v1/me/payout-account', (route) => {
      looks += 1;
      return route.fulfill({ json: { state } });
    });
    await host.page.clock.install();
    await goTo(host, '#/hosting');
    await sees(host, 'is deciding');
    await host.page.clock.runFor(40_000);
    expect(looks).toBe(1);
    state = 'active';
    await host.page.clock.runFor(40_000);
    await sees(host, 'You can be paid.');
    await host.page.clock.runFor(300_000);
    expect(looks).toBe(2);
  });

  it('sees the newest ticket first, and none is lost when one more is sold', async () => {
    const { world } = rooms;
    const ines = await seller(world, 'ines');
    const roomId = await onSale(world, ines, 30);
    for (let count = 1; count <= 23; count += 1) {
      const { userId } = await world.person(`fan${count}`, { name: `Fan ${count}` });
      if (count < 23) expect((await ines.post(`/v1/rooms/${roomId}/comps`, { userId })).status).toBe(201);
    }
    const host = await rooms.come({ width: 360 });
    await choose(host, 'Ines Okafor');
    await goTo(host, `#/rooms/${roomId}/sales`);
    await sees(host, 'Fan 22');
    const rows = host.page.locator('.row');
    expect([await nameIn(host, 0), await rows.count()]).toEqual(['Fan 22', 20]);
    const older = /sales\?limit=40/;
    await host.page.route(older, (route) => route.abort());
    await press(host, 'Show more');
    await sees(host, 'Rostrum does not answer.');
    await host.page.unroute(older);
    await press(host, 'Show more');
    await sees(host, 'Fan 1');
    await host.page.getByLabel('To whom?').fill('fan23');
    await press(host, 'Give it away');
    await sees(host, 'Fan 23');
    const names = await host.page.locator('.row-name').allTextContents();
    expect(names).toEqual(Array.from({ length: 23 }, (_, place) => `Fan ${23 - place}`));
    await expectGood(host, 'sales with all their rows');
  });
});
