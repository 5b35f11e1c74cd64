import type { Keeping, Shelf } from '../model.ts';

const written = Promise.resolve();
const shelf: Shelf<never> = { put: () => {}, remove: () => {}, entries: () => [] };

/** Keeps nothing: state ends with the process. */
export const forgetful: Keeping = { shelf: () => shelf, written: () => written };
