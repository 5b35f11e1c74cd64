/**
 * Verifies the audit chain from its first entry to its newest and names the first one that does not fit. `--known 12:abc…`
 * compares an entry with a hash that was written down before, e.g. the last line of an export.
 */

import { parseArgs } from 'node:util';
import type { AuditHead } from '../domain/audit.ts';
import { openAudit, verify } from './audit/chain.ts';

const { values: options } = parseArgs({
  options: { known: { type: 'string', multiple: true, default: [] }, table: { type: 'string' } },
});

function readMark(text: string): AuditHead {
  const [, seq, hash] = /^(\d{1,12}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined) throw new Error(`--known is the place and hash of an entry, 12:abc…`);
  return { seq: Number(seq), hash };
}

async function run(): Promise<void> {
  const known = options.known.map(readMark);
  const { head, problem } = await verify(openAudit(options.table), known);
  const cut = known.find(({ seq }) => seq > head.seq);
  if (problem !== undefined) throw new Error(`The audit chain is broken: ${problem}.`);
  if (cut) throw new Error(`The audit chain is broken: it ends at ${head.seq}, and entry ${cut.seq} was in it.`);
  console.log(head.seq === 0 ? 'The audit chain is empty.' : `All ${head.seq} entries fit. The newest:`);
  if (head.seq > 0) console.log(`${head.seq}:${head.hash}`);
}

await run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
