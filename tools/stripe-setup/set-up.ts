import Stripe from 'stripe';
import { addSecret, keepNewestSecret, storeKey, storeSecret } from './commands.ts';
import { createDestination, destinationsOf, removeDestinations, renewDestination } from './destinations.ts';
import type { SetupSettings } from './settings.ts';

/** Does one step and answers what the operator is to do next, line by line. Safe to repeat. */
export async function setUp(settings: SetupSettings): Promise<readonly string[]> {
  const stripe = openStripe(settings);
  const existing = await destinationsOf(stripe, settings.url);
  if (settings.step === 'roll') return roll(stripe, settings, existing.length);
  if (settings.step === 'finish') {
    const [newest, ...older] = existing;
    if (!newest || older.length === 0) return ['There is only one destination: nothing to finish.'];
    await removeDestinations(stripe, older);
    return [`Stripe sends to ${settings.url} from ${newest.id} only. Take the older secret out:`, keepNewestSecret()];
  }
  for (const one of existing) await renewDestination(stripe, one);
  if (existing.length > 0) return [`${settings.url} hears what this version hears. There is nothing to store.`];
  const { id, secret } = await createDestination(stripe, settings.url);
  return [
    `Stripe sends to ${settings.url} from now on (${id}). Store what both sides must know:`,
    storeKey(),
    storeSecret(secret),
    `The config of the stage must say "stripe": {"mode": "${settings.isLive ? 'live' : 'test'}"}; functions read new secrets within 5 minutes.`,
  ];
}

async function roll(stripe: Stripe, { url }: SetupSettings, existing: number): Promise<readonly string[]> {
  if (existing === 0) throw new Error(`Nothing of ours sends to ${url} yet: set it up first`);
  if (existing > 1) throw new Error('Two secrets are good already: say --finish first');
  const { id, secret } = await createDestination(stripe, url);
  return [
    `${id} sends the same with a new secret. Store it beside the one in use:`,
    addSecret(secret),
    'Wait 6 minutes, see in the dashboard of Stripe that its deliveries are answered 200, then say --finish.',
  ];
}

function openStripe({ key, stripeUrl }: SetupSettings): Stripe {
  if (stripeUrl === undefined) return new Stripe(key, { telemetry: false });
  const { hostname: host, port } = new URL(stripeUrl);
  return new Stripe(key, { telemetry: false, host, port: Number(port), protocol: 'http', maxNetworkRetries: 0 });
}
