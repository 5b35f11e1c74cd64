import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { Entry } from './given/kept-logs.ts';
import { leaksIn } from './given/leaks.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the worlds of a run keep what their functions logged. */
    logFolder: string;
  }
}

/** After the last test, looks through the logs of every world of the run; one that tells a secret fails the run. */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'rostrum-test-logs-'));
  project.provide('logFolder', folder);
  return () => {
    const leaks = readdirSync(folder).flatMap((file) => leaksOf(join(folder, file)));
    if (leaks.length > 0) throw new Error(`Logs of this run (${folder}) hold what they must not:\n${leaks.join('\n')}`);
    rmSync(folder, { recursive: true, force: true });
  };
}

function leaksOf(file: string): readonly string[] {
  const entries = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map(parseEntry);
  const of = (wanted: Entry[0]) => entries.filter(([kind]) => kind === wanted).map(([, text]) => text);
  return leaksIn(of('line'), new Set(of('secret')));
}
const parseEntry = (line: string): Entry => JSON.parse(line);
