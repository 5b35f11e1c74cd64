import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rostrum-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with an `index.mjs` of this source, as the asset of a function. */
export async function assetOf(source: string): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'index.mjs'), source);
  return folder;
}
