/** A limit of so many a second with a burst, on the virtual clock; answers whether one more passes. */
export function createTokenBucket(perSecond: number, burst: number, now: () => number): () => boolean {
  let left = burst;
  let at = now();
  return () => {
    left = Math.min(burst, left + ((now() - at) / 1_000) * perSecond);
    at = now();
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
