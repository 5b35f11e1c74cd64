/** The cloud that is watched, in a process of its own: says its url, measures itself when asked, ends with its parent. */
import { readdirSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import { startCloud } from '../../local/cloud.ts';
import type { Measured } from './measured.ts';

const threads = new Set<Worker>();
process.on('worker', (thread: Worker) => {
  threads.add(thread);
  thread.once('exit', () => threads.delete(thread));
});

async function threadHeaps(): Promise<number> {
  const all = await Promise.all([...threads].map((thread) => thread.getHeapStatistics()));
  return all.reduce((sum, { total_heap_size }) => sum + total_heap_size, 0);
}

const [keepIn] = process.argv.slice(2);
const cloud = await startCloud({
  ...(keepIn && { keepIn }),
  movesDate: true,
  onLog: ({ isError, functionName, text }) => isError && console.error(`${functionName}: ${text}`),
});

// Files, sockets and pipes; where there is no /proc, what Node itself counts.
function openHandles(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return process.getActiveResourcesInfo().length;
  }
}

process.on('message', async () => {
  // Twice: what finalizers let go of is free only then.
  for (let round = 0; round < 2; round += 1) globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const measured: Measured = {
    handles: openHandles(),
    resources: process.getActiveResourcesInfo().length,
    rssMegabytes: rss / 1e6,
    heapMegabytes: heapUsed / 1e6,
    externalMegabytes: external / 1e6,
    threadsMegabytes: (await threadHeaps()) / 1e6,
    sockets: cloud.realtime?.snapshot().connections ?? 0,
  };
  process.send?.(measured);
});
await cloud.runner.warm();
process.send?.(cloud.url);
process.once('disconnect', () => void cloud.close().then(() => process.exit(0)));
