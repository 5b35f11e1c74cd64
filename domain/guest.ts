/** Listeners without an account: who they are to us, and how many of them one address may bring. */

/** A guest's token lives so long after its last use: longer than the longest room. */
export const guestTokenSeconds = 86_400;

/** Somebody who may do a thing so many times in a minute, or in an hour. */
export type Allowance = {
  /** Whose it is: nothing that is stored or logged as it stands. */
  readonly holder: string;
  readonly limit: number;
  /** @default 1 */
  readonly minutes?: 1 | 60;
};

/**
 * Whom an address stands for. Of the newer form a household or a server has all 2^64 addresses of one network, so the
 * network is counted; the older form in the newer one's clothes is itself.
 */
export function holderOfAddress(address: string): string {
  const older = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1];
  if (older) return `address ${older}`;
  const [head = [], tail = []] = address.toLowerCase().split('::').map(groupsOf);
  const zeros = Array.from(
    { length: address.includes('::') ? Math.max(0, 8 - head.length - tail.length) : 0 },
    () => '0',
  );
  return `network ${[...head, ...zeros, ...tail].slice(0, 4).join(':')}`;
}

const groupsOf = (text: string): string[] =>
  text
    .split(':')
    .filter((group) => group !== '')
    .map((group) => group.replace(/^0+(?=.)/, ''));

/** Seconds until the next hour begins, with a new allowance: at least 1. */
export const secondsToNextHour = (now: number): number => Math.ceil((3_600_000 - (now % 3_600_000)) / 1000);

/** The minute that a call counts in; epoch minutes. */
export const minuteOf = (now: number): number => Math.floor(now / 60_000);

/** Seconds until the next minute begins, with a new allowance: at least 1. */
export const secondsToNextMinute = (now: number): number => Math.ceil((60_000 - (now % 60_000)) / 1000);
