/**
 * Has Stripe send its news to a stage: `--url https://api…` with `--key` or STRIPE_API_KEY, and `--live` for real payments.
 * Prints what is to be stored where; `--roll`, and minutes later `--finish`, give it another signing secret. docs/runbook.md, Stripe.
 */

import { setUp } from './stripe-setup/set-up.ts';
import { readSetup } from './stripe-setup/settings.ts';

async function run(): Promise<void> {
  const lines = await setUp(readSetup(process.argv.slice(2), process.env));
  console.log(lines.join('\n\n'));
}

await run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
