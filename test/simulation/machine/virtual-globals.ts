import { AsyncLocalStorage } from 'node:async_hooks';
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { installVirtualDate } from '../../../local/clock/virtual-date.ts';
import type { Timeline } from './timeline.ts';

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  random: Math.random,
  performanceNow: performance.now,
  randomBytes: crypto.randomBytes,
  randomUUID: crypto.randomUUID,
  randomInt: crypto.randomInt,
};

/**
 * `performance.now()` never goes back, not even between runs: modules keep times of theirs (the minter's pace), and a run
 * must find them long past, whatever ran before it.
 */
let monotonicStart = 1_000_000_000;
const gapMilliseconds = 1_000_000_000;

/**
 * Time, timers and chance of this thread come from the timeline and the seed until the returned function is called: product
 * code, SDKs and stand-ins wait and roll dice like everywhere else, and every run of a seed is the same run.
 */
export function installVirtualGlobals(timeline: Timeline, chance: () => number): () => void {
  const restoreDate = installVirtualDate(timeline);
  const startedAt = timeline.now();
  const start = monotonicStart;
  const timers = timersOf(timeline);
  Object.assign(globalThis, timers);
  Math.random = chance;
  performance.now = () => start + timeline.now() - startedAt;
  Object.assign(crypto, diceOf(chance));
  syncBuiltinESMExports();
  return () => {
    monotonicStart = performance.now() + gapMilliseconds;
    restoreDate();
    Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout });
    Math.random = real.random;
    performance.now = real.performanceNow;
    Object.assign(crypto, {
      randomBytes: real.randomBytes,
      randomUUID: real.randomUUID,
      randomInt: real.randomInt,
    });
    syncBuiltinESMExports();
  };
}

type Timer = { unref(): Timer; ref(): Timer; hasRef(): boolean; cancel(): void };

function timersOf(timeline: Timeline) {
  const setTimeout = (run: (...given: unknown[]) => void, milliseconds = 0, ...given: unknown[]): Timer => {
    const inContext = AsyncLocalStorage.bind(() => run(...given));
    const cancel = timeline.after(Math.max(1, milliseconds), 'timer', inContext);
    const timer: Timer = { unref: () => timer, ref: () => timer, hasRef: () => false, cancel };
    return timer;
  };
  const clearTimeout = (timer: unknown): void => {
    if (isTimer(timer)) timer.cancel();
  };
  return { setTimeout, clearTimeout };
}

const isTimer = (timer: unknown): timer is Timer =>
  typeof timer === 'object' && timer !== null && 'cancel' in timer && typeof timer.cancel === 'function';

function diceOf(chance: () => number) {
  const randomBytes = (count: number): Buffer => {
    const bytes = Buffer.allocUnsafe(count);
    for (let at = 0; at < count; at += 1) bytes[at] = Math.floor(chance() * 256);
    return bytes;
  };
  const randomUUID = (): string => {
    const hex = randomBytes(16).toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  };
  return { randomBytes, randomUUID, randomInt: (limit: number) => Math.floor(chance() * limit) };
}
