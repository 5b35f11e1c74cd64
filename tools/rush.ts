/**
 * Plays a rush for tickets on the engine with its limits, in virtual time: `--buyers N --tickets N --seed S`, `--short` for a
 * small one, `--lane R` when the gateway lets R requests a second through, `--payment-ms M` for the payment service's answers.
 */

import { parseArgs } from 'node:util';
import { makeAssembly } from './bench/assembly.ts';
import { playRush } from './rush/play.ts';
import { type RushWish, shortRush, wholeRush } from './rush/wish.ts';

const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    buyers: { type: 'string' },
    tickets: { type: 'string' },
    seed: { type: 'string' },
    lane: { type: 'string' },
    'payment-ms': { type: 'string' },
    assembly: { type: 'string' },
  },
});

const given = (text: string | undefined, name: string) => (text === undefined ? {} : { [name]: Number(text) });
const wish: RushWish = {
  ...(options.short ? shortRush : wholeRush),
  ...given(options.buyers, 'buyers'),
  ...given(options.tickets, 'tickets'),
  ...given(options.seed, 'seed'),
  ...given(options.lane, 'lanePerSecond'),
  ...given(options['payment-ms'], 'paymentMilliseconds'),
};

async function run(): Promise<void> {
  const made = options.assembly ? undefined : await makeAssembly();
  try {
    const startedAt = performance.now();
    const { figures, violations } = await playRush(options.assembly ?? made?.directory ?? '', wish);
    for (const [what, figure] of figures) console.log(`${what.padEnd(64)} ${figure}`);
    console.log(`played in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
    for (const violation of violations) console.error(`violated: ${violation}`);
    if (violations.length > 0) process.exitCode = 1;
  } finally {
    await made?.remove();
  }
}

await run();
