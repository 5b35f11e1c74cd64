/** Public ids. Chance, time and digests come in as arguments; nothing here is secret. */

// Sorted as bytes sort, so that ids of later milliseconds sort behind earlier ones.
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const timeCharacters = 7;
const chanceCharacters = 6;
const chanceBytes = 6;
const chanceCount = 62 ** chanceCharacters;

export type IdPrefix = 'tkt' | 'ord' | 'rpt' | 'pin' | 'msg' | 'rem' | 'evt' | 'act';

/** 13 base-62 characters: 7 of milliseconds (enough until 2081), 6 of chance; at least 6 random bytes are needed. */
export function roomIdFrom(now: number, randomBytes: Uint8Array): string {
  return base62(now, timeCharacters) + base62(chanceFrom(randomBytes), chanceCharacters);
}

export function guestIdFrom(now: number, randomBytes: Uint8Array): string {
  return `g${roomIdFrom(now, randomBytes)}`;
}

export function prefixedId(prefix: IdPrefix, now: number, randomBytes: Uint8Array): string {
  return `${prefix}_${roomIdFrom(now, randomBytes)}`;
}

/** When an id was made, epoch milliseconds: what its first characters after the prefix say. */
export function timeOfId(id: string): number {
  const time = id.slice(id.indexOf('_') + 1).slice(0, timeCharacters);
  return [...time].reduce((sum, character) => sum * 62 + alphabet.indexOf(character), 0);
}

/** A decimal `sub` is the user id itself; any other account gets the first 63 bits of `digest` = SHA-256(`issuer|sub`). */
export function userIdOf(account: {
  readonly issuer: string;
  readonly sub: string;
  readonly digest: Uint8Array;
}): string {
  if (isUserId(account.sub)) return account.sub;
  if (account.digest.length < 8) throw new RangeError('a digest of at least 8 bytes is needed');
  const first = account.digest.subarray(0, 8).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return (first >> 1n).toString();
}

/** The text whose SHA-256 `userIdOf` needs. */
export function userIdSeed(account: { readonly issuer: string; readonly sub: string }): string {
  return `${account.issuer}|${account.sub}`;
}

export function isRoomId(text: string): boolean {
  return /^[a-zA-Z0-9]{1,13}$/.test(text);
}

const greatestUserId = 9_223_372_036_854_775_807n;

export function isUserId(text: string): boolean {
  return /^(0|[1-9][0-9]{0,18})$/.test(text) && BigInt(text) <= greatestUserId;
}

export function isGuestId(text: string): boolean {
  return /^g[0-9A-Za-z]{13}$/.test(text);
}

export function isHandle(text: string): boolean {
  return /^[A-Za-z0-9_]{1,15}$/.test(text);
}

export function isPrefixedId(prefix: IdPrefix, text: string): boolean {
  return text.startsWith(`${prefix}_`) && /^[0-9A-Za-z]{13}$/.test(text.slice(prefix.length + 1));
}

function chanceFrom(randomBytes: Uint8Array): number {
  if (randomBytes.length < chanceBytes) throw new RangeError(`${chanceBytes} random bytes are needed`);
  // 48 bits over 62^6: the favoured ids are likelier by 1 in 5 000, which no attacker gains from.
  return randomBytes.subarray(0, chanceBytes).reduce((sum, byte) => sum * 256 + byte, 0) % chanceCount;
}

function base62(value: number, characters: number): string {
  let rest = Math.floor(value);
  let text = '';
  for (let at = 0; at < characters; at += 1) {
    text = alphabet.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}
