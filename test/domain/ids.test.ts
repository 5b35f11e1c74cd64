import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  guestIdFrom,
  isGuestId,
  isHandle,
  isPrefixedId,
  isRoomId,
  isUserId,
  prefixedId,
  roomIdFrom,
  userIdOf,
  userIdSeed,
} from '../../domain/ids.ts';
import { noon } from './given.ts';

const bytes = fc.uint8Array({ minLength: 6, maxLength: 16 });
// 62^7 milliseconds after 1970 lie in 2081.
const times = fc.integer({ min: 0, max: 62 ** 7 - 1 });
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe('room ids', () => {
  it('are 13 letters and digits that sort by age as bytes do', () => {
    fc.assert(
      fc.property(times, times, bytes, bytes, (a, b, chanceA, chanceB) => {
        const [first, second] = [roomIdFrom(a, chanceA), roomIdFrom(b, chanceB)];
        expect(first).toMatch(/^[0-9A-Za-z]{13}$/);
        expect(isRoomId(first)).toBe(true);
        if (a !== b) expect(Math.sign(byBytes(first, second))).toBe(Math.sign(a - b));
      }),
    );
  });

  it('differ within one millisecond by chance alone', () => {
    const ids = Array.from({ length: 256 }, (_, last) => roomIdFrom(noon, Uint8Array.from([0, 0, 0, 0, 0, last])));
    expect(new Set(ids).size).toBe(256);
    expect(new Set(ids.map((id) => id.slice(0, 7))).size).toBe(1);
  });

  it('need six random bytes', () => {
    expect(() => roomIdFrom(noon, new Uint8Array(5))).toThrow(RangeError);
  });

  it.each([
    ['', false],
    ['a', true],
    ['1234567890abc', true],
    ['1234567890abcd', false],
    ['with-dash', false],
    ['ünter', false],
  ])('%j is a room id: %s', (text, isOne) => {
    expect(isRoomId(text)).toBe(isOne);
  });
});

describe('user ids', () => {
  const digest = (seed: string): Buffer => createHash('sha256').update(seed).digest();
  const of = (issuer: string, sub: string): string =>
    userIdOf({ issuer, sub, digest: digest(userIdSeed({ issuer, sub })) });

  it('are the subject itself where that is one', () => {
    expect(of('https://a', '42')).toBe('42');
    expect(of('https://a', '9223372036854775807')).toBe('9223372036854775807');
  });

  it('are the first 63 bits of the digest of issuer and subject otherwise', () => {
    const expected = (digest('https://a|auth0|x').readBigUInt64BE(0) >> 1n).toString();
    expect(of('https://a', 'auth0|x')).toBe(expected);
    expect(of('https://b', 'auth0|x')).not.toBe(expected);
  });

  it('need a digest of 8 bytes', () => {
    const account = { issuer: 'https://a', sub: 'x' };
    expect(userIdOf({ ...account, digest: new Uint8Array(8).fill(255) })).toBe('9223372036854775807');
    expect(() => userIdOf({ ...account, digest: new Uint8Array(7) })).toThrow(RangeError);
  });

  it('stay within the pattern for every subject', () => {
    fc.assert(fc.property(fc.string(), (sub) => isUserId(of('https://a', sub))));
  });

  it.each([
    ['0', true],
    ['7', true],
    ['007', false],
    ['9223372036854775807', true],
    ['9223372036854775808', false],
    ['-1', false],
    ['1e3', false],
    ['', false],
    ['1\n', false],
  ])('%j is a user id: %s', (text, isOne) => {
    expect(isUserId(text)).toBe(isOne);
  });
});

describe('other ids', () => {
  it('say by their prefix what they name', () => {
    const chance = new Uint8Array(6);
    expect(isGuestId(guestIdFrom(noon, chance))).toBe(true);
    expect(isUserId(guestIdFrom(noon, chance))).toBe(false);
    expect(isPrefixedId('tkt', prefixedId('tkt', noon, chance))).toBe(true);
    expect(isPrefixedId('ord', prefixedId('tkt', noon, chance))).toBe(false);
  });

  it.each([
    ['ada_9', true],
    ['a'.repeat(15), true],
    ['a'.repeat(16), false],
    ['', false],
    ['a-b', false],
    ['ä', false],
  ])('%j is a handle: %s', (text, isOne) => {
    expect(isHandle(text)).toBe(isOne);
  });
});
