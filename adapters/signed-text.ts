import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Wiring } from './wiring.ts';

/** What a signed text is good for. It is signed along, so that a text of one purpose is never taken for another's. */
export type SigningPurpose = 'guest' | 'realtime';
/** `exp` in epoch seconds, as in every token. */
export type Expiring = { readonly exp: number };

/**
 * Texts that only this deployment can have written: `<base64url(JSON)>.<base64url(HMAC-SHA256)>`. They are readable by
 * whoever holds them, and no call to anything is needed to make or to check one.
 */
export function signedTextOf(wiring: Wiring, purpose: SigningPurpose) {
  return {
    sign(payload: Expiring & Readonly<Record<string, unknown>>): string {
      const body = Buffer.from(JSON.stringify(payload)).toString('base64url');
      return `${body}.${macOf(wiring, purpose, body)}`;
    },

    /** The payload of a text that was signed here for this purpose and has not expired; undefined for any other. */
    verify(text: string): Readonly<Record<string, unknown>> | undefined {
      const [body = '', mac = '', ...rest] = text.split('.');
      if (rest.length > 0 || !isSame(Buffer.from(mac), Buffer.from(macOf(wiring, purpose, body)))) return undefined;
      const payload = toPayload(body);
      return payload.exp * 1000 > wiring.now() ? payload : undefined;
    },
  };
}

function macOf({ signingKey }: Wiring, purpose: SigningPurpose, body: string): string {
  if (!signingKey) throw new Error('This unit is not told the key that signs');
  return createHmac('sha256', signingKey).update(`${purpose}.${body}`).digest('base64url');
}

const isSame = (given: Buffer, ours: Buffer): boolean => given.length === ours.length && timingSafeEqual(given, ours);

const toPayload = (body: string) =>
  JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Expiring & Readonly<Record<string, unknown>>;
