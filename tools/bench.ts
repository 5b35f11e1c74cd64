/**
 * Measures what the budgets speak of. `--short` takes fewer samples, `--only NAME` runs one bench, `--json FILE` says where
 * the figures go, `--check` fails on budgets that do not wobble, `--write-docs` writes docs/bench.md.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { benches } from './bench/benches.ts';
import { missesOf, type Section } from './bench/figure.ts';
import { loadNow, placeOf, toMarkdown } from './bench/report.ts';

const root = join(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    json: { type: 'string', default: join(root, '.rostrum/bench.json') },
    check: { type: 'boolean', default: false },
    'write-docs': { type: 'boolean', default: false },
  },
});

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const preamble = `# Figures

Printed by \`npm run bench -- --write-docs\`; budgets are those of the architecture, each figure says whether it keeps its own.
Times wobble with the machine, and with whatever else runs on it: compare within one run.`;

async function run(): Promise<void> {
  const unknown = options.only.filter((name) => !benches.some((bench) => bench.name === name));
  if (unknown.length > 0) throw new Error(`no bench is called ${unknown}: ${benches.map(({ name }) => name)}`);
  const [startedAt, loadAtStart] = [Date.now(), loadNow()];
  const sections: Section[] = [];
  for (const bench of benches) {
    if (options.only.length > 0 && !options.only.includes(bench.name)) continue;
    console.error(`bench ${bench.name} …`);
    sections.push(await bench.run({ isShort: options.short }));
  }
  const place = placeOf(startedAt, loadAtStart, options.short);
  const report = toMarkdown(place, sections);
  console.log(report);
  write(options.json, `${JSON.stringify({ ...place, sections }, undefined, 2)}\n`);
  if (options['write-docs']) write(join(root, 'docs/bench.md'), `${preamble}\n\n${report}`);
  const misses = missesOf(sections);
  for (const miss of misses) console.error(`missed: ${miss}`);
  if (options.check && misses.length > 0) process.exitCode = 1;
}

await run();
