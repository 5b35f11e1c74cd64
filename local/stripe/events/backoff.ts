const minute = 60;
const hour = 60 * minute;

/** Stripe tries for up to three days, ever more seldom; it names no exact pauses, these are ours. Seconds. */
const pauses = [
  minute,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  12 * hour,
  12 * hour,
  12 * hour,
  12 * hour,
];

/** Seconds until the next attempt after so many failed ones; undefined when it is given up. */
export const pauseAfter = (attempts: number): number | undefined => pauses[attempts - 1];
