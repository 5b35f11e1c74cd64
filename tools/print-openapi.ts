/** Prints openapi.json from the manifests and the operations' schemas. `--check` fails when the file differs. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { features } from '../functions/manifest.ts';
import { documentOf } from './openapi/document.ts';
import { readOperation } from './openapi/operation.ts';

const file = join(import.meta.dirname, '..', 'openapi.json');

/** The whole document as it stands in the repository, formatted. */
export async function printOpenapi(): Promise<string> {
  const entries = features.flatMap(({ feature, operations }) =>
    operations.flatMap((entry) => ('http' in entry.trigger ? [{ ...entry, trigger: entry.trigger, feature }] : [])),
  );
  const operations = await Promise.all(entries.map(readOperation));
  return `${JSON.stringify(documentOf(operations), undefined, 2)}\n`;
}

if (import.meta.main) {
  // The operation that serves the document imports it: a first print needs something to stand there.
  if (!existsSync(file)) writeFileSync(file, '{}\n');
  const printed = await printOpenapi();
  if (!process.argv.includes('--check')) writeFileSync(file, printed);
  else if (readFileSync(file, 'utf8') !== printed) {
    console.error('openapi.json is not what the manifests say: run `node tools/print-openapi.ts`');
    process.exitCode = 1;
  }
}
