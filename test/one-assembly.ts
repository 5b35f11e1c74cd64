import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { synthesize } from '../local/assembly/synthesize.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the project's assembly, synthesized once for all worlds of a run. */
    assembly: string;
  }
}

/** Bundles and synthesizes once: every test file that opens a world would do it again otherwise. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'rostrum-test-assembly-'));
  await synthesize({ root: resolve(import.meta.dirname, '..'), directory });
  project.provide('assembly', directory);
  return () => rm(directory, { recursive: true, force: true });
}
