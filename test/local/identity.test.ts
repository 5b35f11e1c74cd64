import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { discoveryOf } from '../../local/identity/discovery.ts';
import { createIdentity, type Identity } from '../../local/identity/identity.ts';

let server: Server;
let identity: Identity;
let site: string;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (!(await identity.handle(request, response, Buffer.concat(chunks)))) response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  site = `http://localhost:${portOf(server)}`;
  const people = () => [{ handle: 'ada', name: 'Ada <Lovelace>', followers: 1200 }];
  identity = await createIdentity({ issuer: `${site}/oidc`, clock: { now: () => Date.now() }, people });
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function portOf(listening: Server): number {
  const address: AddressInfo | string | null = listening.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address.port;
}

/** A browser as far as this flow needs one: it keeps cookies and follows nothing by itself. */
function createBrowser() {
  const cookies = new Map<string, string>();
  return async (url: string, init: RequestInit = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(url, site), {
      redirect: 'manual',
      ...init,
      headers: { ...init.headers, cookie },
    });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    return { status: response.status, location: response.headers.get('location') ?? '', text: await response.text() };
  };
}

function readTokens(text: string) {
  return JSON.parse(text) as Record<string, string>;
}

async function signInThroughPage(body: string) {
  const browse = createBrowser();
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: 'rostrum-web',
    response_type: 'code',
    scope: 'openid profile',
    redirect_uri: `${site}/signed-in`,
    state: 'abc',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const asked = await browse(`/oidc/auth?${query}`);
  const page = await browse(asked.location);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const posted = await browse(asked.location, { method: 'POST', body, headers });
  if (posted.status === 400) return { page, posted, token: undefined };
  const resumed = await browse(posted.location);
  const code = new URL(resumed.location).searchParams.get('code') ?? '';
  const exchange = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: 'rostrum-web',
    redirect_uri: `${site}/signed-in`,
    code,
    code_verifier: verifier,
  });
  const answered = await browse('/oidc/token', { method: 'POST', body: exchange.toString(), headers });
  return { page, posted, token: readTokens(answered.text) };
}

test('a person chosen on the sign-in page gets the same kind of token as one signed in directly', async () => {
  const { page, token } = await signInThroughPage('handle=ada');
  expect(page.text).toContain('Ada &lt;Lovelace&gt;');
  const interactive = decodeJwt(token?.['access_token'] ?? '');
  const direct = decodeJwt((await identity.issueToken({ handle: 'ADA' })).accessToken);
  expect(Object.keys(interactive).sort()).toEqual(Object.keys(direct).sort());
  for (const claim of ['iss', 'sub', 'aud', 'client_id', 'token_use', 'preferred_username', 'name', 'email_verified']) {
    expect(interactive[claim], claim).toEqual(direct[claim]);
  }
  expect(decodeJwt(token?.['id_token'] ?? '')['preferred_username']).toBe('ada');
  expect(token?.['refresh_token']).toBeTypeOf('string');
});

test('both kinds of token verify against the published keys', async () => {
  const keys = createRemoteJWKSet(new URL(`${site}/oidc/jwks`));
  const expected = { issuer: `${site}/oidc`, audience: 'rostrum-web' };
  const { token } = await signInThroughPage('handle=%40grace');
  const direct = await identity.issueToken({ handle: 'grace', roles: ['moderator'] });
  for (const accessToken of [token?.['access_token'] ?? '', direct.accessToken]) {
    const { payload } = await jwtVerify(accessToken, keys, expected);
    expect(payload.sub).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  expect(decodeJwt(direct.accessToken)['rostrum_roles']).toEqual(['moderator']);
});

test('a handle that cannot exist is refused on the page, with the reason beside the field', async () => {
  const { posted } = await signInThroughPage('handle=not+a+handle');
  expect(posted.status).toBe(400);
  expect(posted.text).toContain('role="alert"');
});

test('the discovery document says nothing that the provider behind it would deny', async () => {
  const { default: Provider } = await import('oidc-provider');
  const { providerSettings } = await import('../../local/identity/provider-settings.ts');
  const { createAccounts } = await import('../../local/identity/accounts.ts');
  const { createSigningKeys } = await import('../../local/identity/keys.ts');
  const issuer = 'http://localhost:1/oidc';
  const settings = providerSettings({ issuer, keys: await createSigningKeys(), accounts: createAccounts() });
  const provider = new Provider(issuer, settings);
  const document: Readonly<Record<string, unknown>> = discoveryOf(issuer);
  const routes = {
    authorization: 'authorization_endpoint',
    token: 'token_endpoint',
    jwks: 'jwks_uri',
    end_session: 'end_session_endpoint',
  };
  for (const [route, field] of Object.entries(routes)) expect(document[field], field).toBe(provider.urlFor(route));
});
