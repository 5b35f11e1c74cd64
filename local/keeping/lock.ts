import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeepingRefusal } from './refusal.ts';

/** A process beyond its number, which may be given to another one: when it began, in ticks since the machine started. */
function beginningOf(pid: number): string {
  try {
    // The name in parentheses may hold spaces; the 20th word behind it is the start time (proc(5)).
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process may not be signalled, but it lives.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function readHolder(path: string): number | undefined {
  try {
    const [pid = '', beginning = ''] = readFileSync(path, 'utf8').trim().split(' ');
    const number = Number(pid);
    return Number.isInteger(number) && number > 0 && isRunning(number) && beginningOf(number) === beginning
      ? number
      : undefined;
  } catch {
    return undefined;
  }
}

/** Takes the folder for this process; the returned function gives it back. A lock whose process has died counts for nothing. */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'lock');
  const holder = readHolder(path);
  if (holder !== undefined) {
    throw new KeepingRefusal(`${folder} is in use by process ${holder}. Stop that one, or choose another folder.`);
  }
  rmSync(path, { force: true });
  try {
    writeFileSync(path, `${process.pid} ${beginningOf(process.pid)}\n`, { flag: 'wx' });
  } catch {
    throw new KeepingRefusal(`${folder} was taken by another process just now.`);
  }
  return () => rmSync(path, { force: true });
}
