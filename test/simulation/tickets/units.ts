import type { Unit } from '../machine/units.ts';

/** Units that tickets have nothing to do with: audio and its sweep, places for listeners, what clients are told. Stories of rooms have them. */
const leftOut: readonly string[] = [
  'audio-orders',
  'media-events',
  'minter',
  'publisher',
  'relay-crowd',
  'relay-social',
  'room-clean-up',
  'sweep',
];

/** Whoever starts a unit that is left out is told that it ran. */
export const withoutAudio = (units: ReadonlyMap<string, Unit>): ReadonlyMap<string, Unit> =>
  new Map([...units].filter(([name]) => !leftOut.includes(name)));
