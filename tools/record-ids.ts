/**
 * Writes down the stateful resources of the stacks as they are now: new ones only. What is recorded and differs is printed and
 * stays as it is, since deployments out there have it. `--check` writes nothing and fails when something is missing.
 */

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSame, lossesOf, type RecordedResource, readRecorded, statefulIn } from '../lib/recorded-ids.ts';
import { synthesize } from '../local/assembly/synthesize.ts';

const root = join(import.meta.dirname, '..');

async function presentNow(): Promise<RecordedResource[]> {
  const directory = mkdtempSync(join(tmpdir(), 'rostrum-record-'));
  try {
    // The shipped config: it makes every resource there can be.
    await synthesize({ root, directory, configFile: join(root, 'rostrum.config.json') });
    const files = readdirSync(directory).filter((file) => file.endsWith('.template.json'));
    return statefulIn(files.map((file) => join(directory, file)));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const textOf = ({ stack, logicalId }: RecordedResource): string => `${stack} ${logicalId}`;

/** Lists of words on one line, as the formatter has them. */
const inline = (text: string): string =>
  text.replace(/\[\s+((?:"[^"]*",?\s*)+)\]/g, (_, words: string) => `[${words.trim().replace(/,\s+/g, ', ')}]`);

const recorded = readRecorded();
const present = await presentNow();
const losses = lossesOf(recorded, present);
const added = present.filter((one) => !recorded.some((other) => isSame(one, other)));
for (const { says } of losses) console.error(says);
for (const one of added) console.log(`new: ${textOf(one)} (${one.type})`);
if (!process.argv.includes('--check') && added.length > 0) {
  const all = [...recorded, ...added].toSorted((a, b) => textOf(a).localeCompare(textOf(b)));
  writeFileSync(join(root, 'lib/recorded-ids.json'), `${inline(JSON.stringify(all, undefined, 2))}\n`);
}
if (losses.length > 0 || (process.argv.includes('--check') && added.length > 0)) process.exitCode = 1;
