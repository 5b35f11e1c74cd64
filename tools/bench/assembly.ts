import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../local/assembly/synthesize.ts';

/** A synthesized assembly in a folder of its own, to be removed when it is no longer read. */
export type Assembly = { readonly directory: string; remove(): Promise<void> };

export async function makeAssembly(): Promise<Assembly> {
  const directory = await mkdtemp(join(tmpdir(), 'rostrum-bench-'));
  await synthesize({ root: join(import.meta.dirname, '../..'), directory });
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}
