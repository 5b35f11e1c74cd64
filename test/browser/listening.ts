import { expect } from 'vitest';
import type { Tab } from './page-world.ts';

/** Runs in the page, which has its own types: it is handed over as text. Answers the highest level (RMS, 0 to 1) of many short looks. */
const listen = (milliseconds: number): string => `(async () => {
  const stream = document.querySelector('audio')?.srcObject;
  if (!stream) return 0;
  const context = (window.earContext ??= new AudioContext());
  await context.resume();
  const [source, ear] = [context.createMediaStreamSource(stream), context.createAnalyser()];
  ear.fftSize = 1024;
  source.connect(ear);
  const samples = new Float32Array(ear.fftSize);
  let loudest = 0;
  for (const end = performance.now() + ${milliseconds}; performance.now() < end; ) {
    ear.getFloatTimeDomainData(samples);
    loudest = Math.max(loudest, Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length));
    await new Promise((go) => setTimeout(go, 10));
  }
  source.disconnect();
  return loudest;
})()`;

/** The fake microphone beeps twice a second. */
const longEnoughMilliseconds = 1500;
const loud = 0.1;
const silent = 0.01;

/** The loudspeaker of a tab plays something. */
export const expectSound = ({ page }: Tab, why: string): Promise<void> =>
  expect
    .poll(() => page.evaluate<number>(listen(longEnoughMilliseconds)), { timeout: 20_000, message: why })
    .toBeGreaterThan(loud);

/** It plays, and nothing is heard. */
export async function expectSilence({ page }: Tab, why: string): Promise<void> {
  expect(await page.evaluate<boolean>(`document.querySelector('audio')?.srcObject != null`), 'it plays').toBe(true);
  expect(await page.evaluate<number>(listen(longEnoughMilliseconds)), why).toBeLessThan(silent);
}

/** Nothing is heard any more a second later. */
export async function expectSilenceSoon(tab: Tab, why: string): Promise<void> {
  await new Promise((go) => setTimeout(go, 1_000));
  await expectSilence(tab, why);
}
