/** Writes the audit log as JSON lines, oldest first, to a file (`--out`) or to the standard output; `--from 13` begins there. */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { openAudit, placesOf } from './audit/chain.ts';

const { values: options } = parseArgs({
  options: { from: { type: 'string', default: '1' }, out: { type: 'string' }, table: { type: 'string' } },
});

async function run(): Promise<void> {
  const first = Number(options.from);
  if (!Number.isInteger(first) || first < 1) throw new Error('--from is the place of an entry: 1 or more');
  const log = openAudit(options.table);
  const head = await log.head();
  const out = options.out === undefined ? process.stdout : createWriteStream(options.out);
  for await (const { seq, entry } of placesOf(log, head, first)) {
    if (seq > head.seq) break;
    // A place without an entry is a finding: it is exported as what it is.
    if (!out.write(`${JSON.stringify(entry ?? { seq, isMissing: true })}\n`)) await once(out, 'drain');
  }
  if (options.out !== undefined) {
    out.end();
    await once(out, 'finish');
  }
}

await run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
