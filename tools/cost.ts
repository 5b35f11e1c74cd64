/** What a room and a ticket cost: counts a small one and a small sale in the embedded cloud, then arithmetic by size. `--config FILE`, `--write-docs` writes docs/cost.md. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfigFile } from '../lib/config-file.ts';
import { makeAssembly } from './bench/assembly.ts';
import { measureRoom, measureSale } from './cost/measure.ts';
import { costReport } from './cost/report.ts';
import { billOf } from './cost/room-hour.ts';

const root = join(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: {
    config: { type: 'string', default: join(root, 'rostrum.config.json') },
    'write-docs': { type: 'boolean', default: false },
  },
});

const sizes = [10, 1_000, 10_000, 100_000, 1_000_000];
const preamble = '# Cost\n\nPrinted by `npm run cost -- --write-docs`; prices and assumptions stand in `tools/cost/`.';

async function run(): Promise<void> {
  const { config } = readConfigFile(options.config);
  const assembly = await makeAssembly();
  try {
    const measured = await measureRoom(assembly.directory);
    const sale = await measureSale(assembly.directory);
    const template = readFileSync(join(assembly.directory, 'RostrumObservability.template.json'), 'utf8');
    const report = costReport({
      at: new Date().toISOString().slice(0, 10),
      replicaBudget: config.replicaBudget,
      measured,
      sale,
      bills: sizes.map((listeners) => billOf(listeners, measured, config)),
      alarmCount: template.split('"AWS::CloudWatch::Alarm"').length - 1,
    });
    console.log(report);
    if (options['write-docs']) writeFileSync(join(root, 'docs/cost.md'), `${preamble}\n\n${report}\n`);
  } finally {
    await assembly.remove();
  }
}

await run();
