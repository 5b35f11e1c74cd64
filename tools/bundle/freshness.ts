import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What a build was made from: its sources relative to the root, and one hash over their contents and the key. */
export type BuildRecord = { readonly inputs: readonly string[]; readonly hash: string };

const lockFile = 'package-lock.json';

/** Hash of the lock file, the key and every input; a missing input counts as changed. */
function hashOf(root: string, inputs: readonly string[], key: string): string {
  const hash = createHash('sha256').update(key);
  for (const path of [lockFile, ...inputs]) {
    const file = join(root, path);
    hash.update(`\0${path}\0`).update(existsSync(file) ? readFileSync(file) : 'missing');
  }
  return hash.digest('hex');
}

/** Makes the record of a build; packages are left out, the lock file stands for them. */
export function recordBuild(root: string, inputs: readonly string[], key: string): BuildRecord {
  const own = inputs.filter((path) => !path.includes('node_modules/')).sort();
  return { inputs: own, hash: hashOf(root, own, key) };
}

/** Whether the build written down in `recordFile` is still what its sources and the key would make. */
export function isFresh(root: string, recordFile: string, key: string): boolean {
  const record = readRecord(recordFile);
  return record !== undefined && record.hash === hashOf(root, record.inputs, key);
}

/** All files in a folder and below it, relative to the root, in a fixed order. */
export function filesUnder(root: string, folder: string): string[] {
  return globSync('**/*', { cwd: join(root, folder), withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

/** Writes through a neighbour and a rename: two builds at once leave whole files. */
export function writeWhole(file: string, contents: string | Uint8Array): void {
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, contents);
  renameSync(draft, file);
}

function readRecord(file: string): BuildRecord | undefined {
  if (!existsSync(file)) return undefined;
  const record: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof record !== 'object' || record === null || !('inputs' in record) || !('hash' in record)) return undefined;
  const { inputs, hash } = record;
  if (!Array.isArray(inputs) || typeof hash !== 'string') return undefined;
  return { inputs: inputs.map(String), hash };
}
