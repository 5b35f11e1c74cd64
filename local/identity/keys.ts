import { createHash, generateKeyPair, type JsonWebKey, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { JsonObject } from '../model.ts';

/** The signing keys of one run: made at start, never stored, so tokens do not survive a restart. */
export type SigningKeys = {
  readonly keyId: string;
  /** For the identity provider; never served. */
  readonly privateJwk: JsonWebKey;
  readonly jwks: { readonly keys: readonly JsonObject[] };
  /** A three-part JWT of these claims, RS256. */
  signToken(claims: JsonObject): Promise<string>;
};

const makeKeyPair = promisify(generateKeyPair);
const signBytes = promisify<string, Buffer, KeyObject, Buffer>(sign);

function encode(part: JsonObject): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** Makes an RSA key of 2048 bits, as Cognito's are. */
export async function createSigningKeys(): Promise<SigningKeys> {
  const { privateKey, publicKey } = await makeKeyPair('rsa', { modulusLength: 2048 });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const keyId = createHash('sha256').update(n).digest('base64url').slice(0, 16);
  const facts = { kid: keyId, alg: 'RS256', use: 'sig' };
  return {
    keyId,
    privateJwk: { ...privateKey.export({ format: 'jwk' }), ...facts },
    jwks: { keys: [{ kty: 'RSA', n, e, ...facts }] },
    async signToken(claims) {
      const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid: keyId })}.${encode(claims)}`;
      const signature = await signBytes('sha256', Buffer.from(signed), privateKey);
      return `${signed}.${signature.toString('base64url')}`;
    },
  };
}
