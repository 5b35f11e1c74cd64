/**
 * Lets the local cloud run under steady traffic and says whether what it holds stays flat; exits with 1 when it does not.
 * `--minutes N` (10), `--short` 20 seconds, `--listeners N` (100), `--memory` keeps no state in a folder, `--write-docs`
 * writes docs/soak.md.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { loadNow, placeOf } from './bench/report.ts';
import { createApi, type Tally } from './soak/api.ts';
import { judge } from './soak/flatness.ts';
import type { Sample } from './soak/measured.ts';
import { rowOf, tableHead, toMarkdown, verdictOf } from './soak/report.ts';
import { openTraffic } from './soak/traffic.ts';
import { openWatchedCloud, type WatchedCloud } from './soak/watched-cloud.ts';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    short: { type: 'boolean', default: false },
    listeners: { type: 'string', default: '100' },
    memory: { type: 'boolean', default: false },
    'write-docs': { type: 'boolean', default: false },
  },
});
const seconds = options.short ? 20 : Number(options.minutes) * 60;
const everySeconds = options.short ? 1 : Math.max(1, Math.round(seconds / 40));
const tally: Tally = { calls: 0, refused: new Map() };
/** One refused call in a hundred: beyond that it is not the traffic that was asked for. */
const mostRefused = 0.01;

async function soak(cloud: WatchedCloud): Promise<readonly Sample[]> {
  const api = createApi(cloud.url, tally);
  const traffic = await openTraffic(api, Number(options.listeners));
  console.log(`${traffic.inside()} listeners are inside\n${tableHead.join('\n')}`);
  const samples: Sample[] = [];
  const startedAt = performance.now();
  const elapsed = () => (performance.now() - startedAt) / 1000;
  let sampledAt = Number.NEGATIVE_INFINITY;
  // A machine that does not keep up gets less traffic, not a longer run.
  for (let second = 0; elapsed() < seconds; second += 1) {
    await traffic.second(second);
    if (elapsed() - sampledAt >= everySeconds) {
      sampledAt = elapsed();
      await api('DELETE', '/local/calls');
      const sample = { seconds: elapsed(), ...(await cloud.measure()) };
      samples.push(sample);
      console.log(rowOf(sample));
    }
    await wait(Math.max(0, (second + 1 - elapsed()) * 1000));
  }
  await traffic.end();
  return samples;
}

const [startedAt, loadAtStart] = [Date.now(), loadNow()];
const folder = options.memory ? undefined : mkdtempSync(join(tmpdir(), 'rostrum-soak-'));
const cloud = await openWatchedCloud(folder);
try {
  const samples = await soak(cloud);
  const verdicts = judge(samples, options.short);
  for (const verdict of verdicts) console.log(verdictOf(verdict));
  for (const [what, count] of tally.refused) console.log(`refused ${count} times: ${what}`);
  const place = placeOf(startedAt, loadAtStart, options.short);
  const minutes = Math.round((seconds / 60) * 10) / 10;
  const run = {
    place,
    minutes,
    listeners: Number(options.listeners),
    isKept: !options.memory,
    tally,
    samples,
    verdicts,
  };
  if (options['write-docs']) writeFileSync(join(import.meta.dirname, '../docs/soak.md'), `${toMarkdown(run)}\n`);
  const refused = [...tally.refused.values()].reduce((sum, count) => sum + count, 0);
  if (verdicts.some(({ isFlat }) => !isFlat) || refused > tally.calls * mostRefused) process.exitCode = 1;
} finally {
  await cloud.close();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
