import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeStanding } from '../../local/stripe/accounts.ts';
import { expectRefused } from '../given/stories.ts';
import { openWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const accounts = () => world.cloud.stripe.house.state.accounts;
const newest = () => accounts().values().at(-1);

describe("a host's account at the payment service", () => {
  it('is made in the country of the policy and under the address of the sign-in', async () => {
    const ada = await world.person('ada');
    const opened = await ada.post('/v1/me/payout-account');
    expect(opened.status, opened.text).toBe(200);
    expect(newest()).toMatchObject({ contact_email: 'ada@people.example', identity: { country: 'us' } });
  });

  it('is made where the host says', async () => {
    const bea = await world.person('bea');
    const opened = await bea.post('/v1/me/payout-account', { country: 'de', email: 'bea@example.org' });
    expect(opened.status, opened.text).toBe(200);
    expect(newest()).toMatchObject({ contact_email: 'bea@example.org', identity: { country: 'de' } });
    // Asked for again it is the same, whatever is said by then.
    expect((await bea.post('/v1/me/payout-account', { country: 'fr' })).status).toBe(200);
    expect(
      accounts()
        .values()
        .filter(({ contact_email: email }) => email === 'bea@example.org'),
    ).toHaveLength(1);
  });

  it('is refused with the field that is wrong', async () => {
    const cem = await world.person('cem');
    const wrong = { country: ['', 'usa', 'U1', 7], email: ['', 'cem', 'a@b', `${'x'.repeat(250)}@b.org`] };
    for (const [param, values] of Object.entries(wrong))
      for (const value of values)
        expectRefused(await cem.post('/v1/me/payout-account', { [param]: value }), 400, 'invalid_field', { param });
  });

  it('that was never finished is not called stopped; one that was active is', async () => {
    const dov = await world.person('dov');
    const state = async () => JSON.parse((await dov.get('/v1/me/payout-account')).text).state;
    expect((await dov.post('/v1/me/payout-account')).status).toBe(200);
    const fresh = newest();
    // As Stripe has it from the first moment.
    expect(fresh?.requirements?.summary?.minimum_deadline?.status).toBe('past_due');
    expect(await state()).toBe('onboarding');
    const { house } = world.cloud.stripe;
    if (fresh) changeStanding(house, fresh, 'active');
    expect(await state()).toBe('active');
    const active = accounts().get(fresh?.id ?? '');
    if (active) changeStanding(house, active, 'restricted');
    expect(await state()).toBe('restricted');
  });
});
