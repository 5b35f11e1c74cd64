import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stripeSecrets } from '../../local/stripe/keys.ts';
import { expectRefused } from '../given/stories.ts';
import { completedSession, deliverTo, putSecret, thinCompletedSession } from '../given/stripe-deliveries.ts';
import { openWorld, type World } from '../world.ts';

const [secret = ''] = stripeSecrets().signingSecrets;
const folder = mkdtempSync(join(tmpdir(), 'rostrum-live-stage-'));

let world: World;
beforeAll(async () => {
  const configFile = join(folder, 'rostrum.config.json');
  writeFileSync(configFile, JSON.stringify({ stripe: { mode: 'live' } }));
  world = await openWorld({ configFile });
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

const deliver = (event: object) => deliverTo(world, { body: JSON.stringify(event), secret });

it('a stage of real payments says that payments do not work until its secrets can be read', async () => {
  const unpayable = async () => expectRefused(await deliver(completedSession()), 503, 'payments_unavailable');
  await world.nobody.post('/local/faults', { service: 'secretsmanager', mode: 'fail-before', times: 2 });
  await unpayable();
  await putSecret(world, 'rostrum-stripe-signing-secrets', 'not set: see docs/runbook.md, Stripe');
  await unpayable();
  await putSecret(world, 'rostrum-stripe-signing-secrets', JSON.stringify([secret, 'whsec_2', 'whsec_3']));
  await world.advance(301);
  await unpayable();
  await putSecret(world, 'rostrum-stripe-signing-secrets', JSON.stringify([secret]));
  await world.advance(301);
  expect((await deliver(completedSession({ livemode: true, type: 'payout.failed' }))).status).toBe(200);
});

it('a stage of real payments pays nothing with a key for tests, or with none', async () => {
  const ada = await world.person('ada');
  const opening = () => ada.post('/v1/me/payout-account');
  expectRefused(await opening(), 503, 'payments_unavailable');
  for (const key of ['not set: see docs/runbook.md, Stripe', 'pk_live_1', 'sk_test_1']) {
    await putSecret(world, 'rostrum-stripe-api-key', key);
    await world.advance(301);
    expectRefused(await opening(), 503, 'payments_unavailable');
  }
});

it('a stage of real payments refuses news of tests', async () => {
  for (const event of [completedSession(), thinCompletedSession()])
    expectRefused(await deliver(event), 400, 'invalid_field', { param: 'livemode' });
});
