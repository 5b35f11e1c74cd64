/** Milliseconds by which the API's clock is ahead of this one; 0 until an answer said otherwise. */
let ahead = 0;

/** A `date` tells whole seconds only, and was some way under way: less than this is no difference. */
const slack = 2_000;

/** Takes over what the `date` of an answer says, when this computer's clock is wrong. */
export function noteServerDate(date: string | null): void {
  const told = Date.parse(date ?? '') - Date.now();
  if (Math.abs(told - ahead) > slack) ahead = told;
}

/** Now, by the clock that counts: the visitor's own may be wrong. Epoch milliseconds. */
export const serverNow = (): number => Date.now() + ahead;
