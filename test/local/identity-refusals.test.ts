import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { badTokens } from '../tokens.ts';
import { createStage } from './control-stage.ts';

let stage: Awaited<ReturnType<typeof createStage>>;

beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.close());

function verify(token: string) {
  const { issuer, jwks } = stage.identity;
  const keys = createLocalJWKSet({ keys: jwks.keys.map((key) => ({ kty: 'RSA', ...key })) });
  return jwtVerify(token, keys, { issuer, audience: 'rostrum-web', algorithms: ['RS256'] });
}

const reasons: Readonly<Record<string, object>> = {
  expired: { code: 'ERR_JWT_EXPIRED' },
  'not yet valid': { code: 'ERR_JWT_CLAIM_VALIDATION_FAILED', claim: 'nbf' },
  'for another audience': { code: 'ERR_JWT_CLAIM_VALIDATION_FAILED', claim: 'aud' },
  'of another issuer': { code: 'ERR_JWT_CLAIM_VALIDATION_FAILED', claim: 'iss' },
  unsigned: { code: 'ERR_JOSE_ALG_NOT_ALLOWED' },
  'tampered with': { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' },
  'signed by a foreign key': { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' },
  'signed with a shared text': { code: 'ERR_JOSE_ALG_NOT_ALLOWED' },
  'signed with the public key as a shared text': { code: 'ERR_JOSE_ALG_NOT_ALLOWED' },
  'signed, without an end': { code: 'ERR_JWT_CLAIM_VALIDATION_FAILED', claim: 'exp' },
  'not a token': { code: 'ERR_JWS_INVALID' },
};

test.each(badTokens)('a token $title is wrong in that one way', async ({ title, make }) => {
  await expect(verify(await make(stage.url, 'ada'))).rejects.toMatchObject(
    reasons[title] ?? { code: 'a reason not listed here' },
  );
});

test('a good token verifies', async () => {
  const { accessToken } = await stage.identity.issueToken({ handle: 'ada' });
  expect((await verify(accessToken)).payload['preferred_username']).toBe('ada');
});
