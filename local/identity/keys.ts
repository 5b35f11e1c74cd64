import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type JsonWebKey,
  type KeyObject,
  sign,
} from 'node:crypto';
import { promisify } from 'node:util';
import { forgetful } from '../keeping/forgetful.ts';
import type { JsonObject, Shelf } from '../model.ts';

/** The signing keys: made at the first start, and kept where there is a folder, so that tokens survive a restart. */
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

const keptAs = 'signing';

/** An RSA key of 2048 bits, as Cognito's are. */
async function openKey(kept: Shelf<JsonWebKey>): Promise<KeyObject> {
  const known = kept.entries().find(([name]) => name === keptAs)?.[1];
  if (known !== undefined) return createPrivateKey({ key: known, format: 'jwk' });
  const { privateKey } = await makeKeyPair('rsa', { modulusLength: 2048 });
  kept.put(keptAs, privateKey.export({ format: 'jwk' }));
  return privateKey;
}

/** The kept key, or a new one. */
export async function createSigningKeys(kept: Shelf<JsonWebKey> = forgetful.shelf('keys')): Promise<SigningKeys> {
  const privateKey = await openKey(kept);
  const { n = '', e = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
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
