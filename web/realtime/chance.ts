/** How long to wait, so that a crowd that learns of something in one moment does not ask in one moment. Milliseconds. */

type Chance = { random(): number };

const leastSpread = 2_000;
const mostSpread = 60_000;
const firstBackoff = 1_000;
const mostBackoff = 30_000;
const leastRenewal = 30_000;

/** At most about a thousand requests a second from a whole audience, up to sixty thousand of them. */
export const spreadOf = ({ random }: Chance, audience: number): number =>
  random() * Math.min(mostSpread, Math.max(leastSpread, audience));

/** Exponential, with full jitter: the n-th try comes anywhere between at once and the end of its window. */
export const backoffOf = ({ random }: Chance, tries: number): number =>
  random() * Math.min(mostBackoff, firstBackoff * 2 ** Math.min(tries, 10));

/** Well before a token ends. A clock that is wrong must not make a page ask all the time, hence a least wait. */
export const renewalOf = ({ random }: Chance, lifeMilliseconds: number): number =>
  Math.max(leastRenewal, lifeMilliseconds * (0.7 + random() * 0.2));
