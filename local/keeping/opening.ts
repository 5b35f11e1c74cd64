import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findFiles, nameOf } from './files.ts';
import { checkFormat, writeFormat } from './format.ts';
import { type Change, readFrames } from './frames.ts';
import { lockFolder } from './lock.ts';
import { KeepingRefusal } from './refusal.ts';

/** Where writing goes on: in this log, behind so many bytes that are whole. */
export type Opened = { readonly number: number; readonly logSize: number; readonly snapshotSize: number };

function readLogs(folder: string, from: number, logs: readonly number[], take: (changes: readonly Change[]) => void) {
  let last = { number: from, logSize: 0 };
  for (const number of logs) {
    const name = nameOf('log', number);
    const bytes = readFileSync(join(folder, name));
    const logSize = readFrames(bytes, join(folder, name), take);
    if (logSize < bytes.length && number !== logs.at(-1)) {
      throw new KeepingRefusal(
        `${join(folder, name)} is cut off. Put back a copy of the folder, or start with another.`,
      );
    }
    last = { number, logSize };
  }
  return last;
}

/** Hands over everything that the folder keeps: the newest snapshot, then the logs behind it. */
export function readFolder(folder: string, take: (changes: readonly Change[]) => void): Opened {
  const { snapshots, logs, left } = findFiles(folder);
  const from = snapshots.at(-1) ?? 1;
  const path = join(folder, nameOf('snapshot', from));
  let snapshotSize = 0;
  if (snapshots.length > 0) {
    snapshotSize = statSync(path).size;
    const whole = readFrames(readFileSync(path), path, take);
    if (whole < snapshotSize) throw new KeepingRefusal(`${path} is cut off. Put back a copy of the folder.`);
  }
  const needed = logs.filter((number) => number >= from);
  const [first = from] = needed;
  if (first !== from) throw new KeepingRefusal(`${join(folder, nameOf('log', from))} is missing.`);
  const last = readLogs(folder, from, needed, take);
  for (const name of left) rmSync(join(folder, name), { force: true });
  removeBefore(folder, from);
  return { ...last, snapshotSize };
}

/** Removes what a snapshot has made needless. */
export function removeBefore(folder: string, number: number): void {
  const { snapshots, logs } = findFiles(folder);
  for (const [kind, numbers] of [['log', logs] as const, ['snapshot', snapshots] as const]) {
    for (const old of numbers) if (old < number) rmSync(join(folder, nameOf(kind, old)), { force: true });
  }
}

/** Makes the folder if it is missing, locks it and checks its format; answers how to unlock it. */
export function takeFolder(folder: string): () => void {
  // It holds the keys that sign tokens: for nobody else's eyes.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(folder);
  try {
    checkFormat(folder);
    writeFormat(folder);
    return unlock;
  } catch (error) {
    unlock();
    throw error;
  }
}
