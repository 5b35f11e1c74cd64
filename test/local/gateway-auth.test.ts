import { generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { type Issuer, serve, serveIssuer } from './gateway-world.ts';

const soon = () => Math.floor(Date.now() / 1000) + 600;
const claimsOf = (issuer: Issuer): JWTPayload => ({ iss: issuer.url, sub: '7', aud: 'web', exp: soon() });

async function serveGuarded(scopes?: readonly string[]) {
  const issuer = await serveIssuer();
  const authorizer = { issuer: issuer.url, audience: ['web', 'app'], ...(scopes && { scopes }) };
  const served = await serve([{ path: '/me', authorizer }]);
  const ask = (token?: string) =>
    fetch(`${served.url}/me`, token === undefined ? {} : { headers: { authorization: token } });
  return { ...served, issuer, ask };
}

describe('the JWT authorizer', () => {
  it('hands the claims on as texts, lists in brackets', async () => {
    const { issuer, ask, events } = await serveGuarded();
    const claims = {
      ...claimsOf(issuer),
      exp: 4_000_000_000,
      email_verified: true,
      'cognito:groups': ['admin', 'moderator'],
    };
    expect((await ask(`Bearer ${await issuer.sign(claims)}`)).status).toBe(200);
    expect(events[0]?.['requestContext']).toMatchObject({
      authorizer: {
        jwt: {
          claims: {
            iss: issuer.url,
            sub: '7',
            aud: 'web',
            exp: '4000000000',
            email_verified: 'true',
            'cognito:groups': '[admin moderator]',
          },
          scopes: null,
        },
      },
    });
  });

  it('takes the client id where there is no audience, and one audience of several', async () => {
    const { issuer, ask } = await serveGuarded();
    const { aud: _aud, ...rest } = claimsOf(issuer);
    expect((await ask(await issuer.sign({ ...rest, client_id: 'app' }))).status).toBe(200);
    expect((await ask(await issuer.sign({ ...rest, aud: ['other', 'web'] }))).status).toBe(200);
  });

  it('refuses a request without a token', async () => {
    const { ask, events } = await serveGuarded();
    const given = await ask();
    expect([given.status, await given.text()]).toEqual([401, '{"message":"Unauthorized"}']);
    expect(given.headers.get('www-authenticate')).toBe('Bearer');
    expect(events).toEqual([]);
  });

  it.each<[string, (issuer: Issuer) => string | Promise<string>]>([
    ['expired', (issuer) => issuer.sign({ ...claimsOf(issuer), exp: soon() - 1200 })],
    ['without an end', ({ url, sign }) => sign({ iss: url, sub: '7', aud: 'web' })],
    ['not yet valid', (issuer) => issuer.sign({ ...claimsOf(issuer), nbf: soon() })],
    ['of another audience', (issuer) => issuer.sign({ ...claimsOf(issuer), aud: 'other' })],
    ['of another issuer', (issuer) => issuer.sign({ ...claimsOf(issuer), iss: 'https://issuer.example' })],
    ['signed with another algorithm', (issuer) => issuer.sign(claimsOf(issuer), { alg: 'RS512' })],
    ['signed by nobody', (issuer) => new UnsecuredJWT(claimsOf(issuer)).encode()],
    [
      'signed with a shared secret',
      (issuer) =>
        new SignJWT(claimsOf(issuer))
          .setProtectedHeader({ alg: 'HS256', kid: 'one' })
          .sign(new TextEncoder().encode('x'.repeat(32))),
    ],
    [
      'signed by a foreign key under our key id',
      async (issuer) => {
        const { privateKey } = await generateKeyPair('RS256');
        return new SignJWT(claimsOf(issuer)).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(privateKey);
      },
    ],
    ['of an unknown key id', (issuer) => issuer.sign(claimsOf(issuer), { kid: 'two' })],
    [
      'tampered with',
      async (issuer) => {
        const [header, , signature] = (await issuer.sign(claimsOf(issuer))).split('.');
        const body = Buffer.from(JSON.stringify({ ...claimsOf(issuer), sub: '8' })).toString('base64url');
        return [header, body, signature].join('.');
      },
    ],
    ['that is none', () => 'nonsense'],
  ])('refuses a token %s', async (_what, make) => {
    const { issuer, ask, events } = await serveGuarded();
    expect((await ask(`Bearer ${await issuer.sign(claimsOf(issuer))}`)).status).toBe(200);
    const given = await ask(`Bearer ${await make(issuer)}`);
    expect([given.status, await given.text()]).toEqual([401, '{"message":"Unauthorized"}']);
    expect(events).toHaveLength(1);
  });

  it('lets tokens run out in virtual time', async () => {
    const { issuer, ask, clock } = await serveGuarded();
    const token = await issuer.sign(claimsOf(issuer));
    expect((await ask(token)).status).toBe(200);
    await clock.advance(601_000);
    expect((await ask(token)).status).toBe(401);
  });

  it('forbids a token without a scope the route asks for', async () => {
    const { issuer, ask } = await serveGuarded(['rooms.write']);
    const given = await ask(await issuer.sign({ ...claimsOf(issuer), scope: 'rooms.read' }));
    expect([given.status, await given.text()]).toEqual([403, '{"message":"Forbidden"}']);
    expect((await ask(await issuer.sign({ ...claimsOf(issuer), scope: 'rooms.read rooms.write' }))).status).toBe(200);
  });
});
