import { describe, expect, test } from 'vitest';
import { type SigningPurpose, signedTextOf } from '../../adapters/signed-text.ts';

const noon = Date.parse('2026-11-21T12:00:00Z');

function signer(purpose: SigningPurpose = 'guest', { key = 'k'.repeat(64), now = noon } = {}) {
  return signedTextOf(
    {
      tableNames: {},
      queueUrls: {},
      signingKey: key,
      now: () => now,
      randomBytes: () => new Uint8Array(),
      random: () => 0,
      digest: () => new Uint8Array(),
    },
    purpose,
  );
}

const payload = { guestId: 'g0000000000000', exp: noon / 1000 + 60 };

describe('A text signed by this deployment', () => {
  test('is read back as it was written', () => {
    expect(signer().verify(signer().sign(payload))).toEqual(payload);
  });

  test('is good for its own purpose only', () => {
    expect(signer('realtime').verify(signer('guest').sign(payload))).toBeUndefined();
    expect(signer('guest').verify(signer('realtime').sign(payload))).toBeUndefined();
  });

  test('is worth nothing to a deployment with another key', () => {
    expect(signer('guest', { key: 'other' }).verify(signer().sign(payload))).toBeUndefined();
  });

  test('ends with the second it says', () => {
    const text = signer().sign(payload);
    expect(signer('guest', { now: noon + 59_999 }).verify(text)).toEqual(payload);
    expect(signer('guest', { now: noon + 60_000 }).verify(text)).toBeUndefined();
  });

  test('is refused with any one character changed, left out or added', () => {
    const text = signer().sign(payload);
    const swapped = (letter: string): string => (letter === 'A' ? 'B' : 'A');
    for (let at = 0; at < text.length; at += 1) {
      const [before, letter, after] = [text.slice(0, at), text.charAt(at), text.slice(at + 1)];
      for (const changed of [before + swapped(letter) + after, before + after, `${before}A${letter}${after}`])
        expect(signer().verify(changed), changed).toBeUndefined();
    }
  });

  test('is refused whatever else is sent in its place', () => {
    const [body = ''] = signer().sign(payload).split('.');
    for (const text of ['', '.', '..', body, `${body}.`, `${signer().sign(payload)}.x`, 'é.é', 'null.'])
      expect(signer().verify(text), text).toBeUndefined();
  });

  test('is not made where no key is told', () => {
    expect(() => signer('guest', { key: '' }).sign(payload)).toThrow('not told the key');
  });
});
