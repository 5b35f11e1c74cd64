import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Measured } from './measured.ts';

export type WatchedCloud = { readonly url: string; measure(): Promise<Measured>; close(): Promise<void> };

/** Starts the cloud that is to be watched; with a folder it keeps its state there. */
export async function openWatchedCloud(keepIn: string | undefined): Promise<WatchedCloud> {
  const child = fork(join(import.meta.dirname, 'cloud-child.ts'), keepIn === undefined ? [] : [keepIn], {
    execArgv: ['--expose-gc', '--max-semi-space-size=1'],
  });
  const [url] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [undefined])]);
  if (typeof url !== 'string') throw new Error('the cloud did not start');
  return {
    url,
    async measure() {
      child.send('measure');
      const [measured] = await once(child, 'message');
      return toMeasured(measured);
    },
    async close() {
      child.disconnect();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

const toMeasured = (message: unknown) => message as Measured;
