import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { AudioTab } from './audio-tab.ts';

/** Who whistles which frequency: no harmonics of each other. */
export const tones = { host: 440, speaker: 1000, listener: 1700 } as const;
export type Voice = keyof typeof tones;

/** Shares of the loudness with which everybody sends: in between nothing is certain. */
const heardShare = 0.4;
const silentShare = 0.05;

type Verdict = 'heard' | 'silent' | 'unclear';

/** Waits until this tab hears these voices and none of the others in so many readings in a row, 100 ms apart and of 170 ms each. */
export async function expectToHearOnly(
  tab: AudioTab,
  voices: readonly Voice[],
  why: string,
  readingsNeeded = 5,
): Promise<void> {
  const names = toVoices(Object.keys(tones));
  const wanted = Object.fromEntries(names.map((name) => [name, voices.includes(name) ? 'heard' : 'silent']));
  let readings = 0;
  const listen = async () => {
    const shares = await tab.hears(Object.values(tones));
    const now = Object.fromEntries(names.map((name, index) => [name, verdictOn(shares[index] ?? 0)]));
    readings = isDeepStrictEqual(now, wanted) ? readings + 1 : 0;
    return { ...now, readings: Math.min(readings, readingsNeeded) };
  };
  await expect
    .poll(listen, { timeout: 20_000, interval: 100, message: why })
    .toEqual({ ...wanted, readings: readingsNeeded });
}

function verdictOn(share: number): Verdict {
  if (share > heardShare) return 'heard';
  return share < silentShare ? 'silent' : 'unclear';
}

const toVoices = (names: readonly string[]) => names as readonly Voice[];
