import type { Fates } from '../../test/simulation/machine/fates.ts';

/** Nothing goes wrong by itself in a rush: what fails, fails of the crowd. */
export const quietFates: Fates = {
  strike: () => undefined,
  faults: { take: () => undefined, add: () => {}, clear: () => {} },
  hold: () => () => {},
  calm: () => {},
  struck: () => 0,
};
