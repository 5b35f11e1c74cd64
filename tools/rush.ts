/**
 * Plays a rush for tickets on the engine with its limits, in virtual time: `--buyers N --tickets N --seed S`, `--short` for a
 * small one, `--lane R` when the gateway lets R requests a second through, `--payment-ms M` for the payment service's answers,
 * `--write-docs` puts what it came to into docs/rush.md. Exit code 1 when a rule was broken.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeAssembly } from './bench/assembly.ts';
import { blockOf, withRush } from './rush/page.ts';
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
    'write-docs': { type: 'boolean', default: false },
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

function writeDocs(block: string): void {
  const file = join(import.meta.dirname, '../docs/rush.md');
  writeFileSync(file, withRush(readFileSync(file, 'utf8'), block));
}

async function run(): Promise<void> {
  const made = options.assembly ? undefined : await makeAssembly();
  try {
    const startedAt = Date.now();
    const verdict = await playRush(options.assembly ?? made?.directory ?? '', wish);
    const { figures, violations } = verdict;
    const seconds = (Date.now() - startedAt) / 1_000;
    for (const [what, figure] of figures) console.log(`${what.padEnd(64)} ${figure}`);
    console.log(`played in ${seconds.toFixed(0)} s`);
    if (options['write-docs']) writeDocs(blockOf({ verdict, wish, startedAt, seconds }));
    for (const violation of violations) console.error(`violated: ${violation}`);
    if (violations.length > 0) process.exitCode = 1;
  } finally {
    await made?.remove();
  }
}

await run();
