import { createHmac, createPublicKey, generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';

/** A token that no door may accept; `make` asks the cloud at that url for a good one of the person and spoils it. */
export type BadToken = { readonly title: string; make(url: string, handle: string): Promise<string> };

type Part = { readonly [name: string]: unknown };

async function signIn(url: string, wish: Part): Promise<string> {
  const response = await fetch(`${url}/local/sign-in`, { method: 'POST', body: JSON.stringify(wish) });
  if (!response.ok) throw new Error(`sign-in answered ${response.status}: ${await response.text()}`);
  return readToken(await response.json());
}

function readToken(answer: unknown): string {
  if (typeof answer === 'object' && answer !== null && 'accessToken' in answer) return String(answer.accessToken);
  throw new Error('sign-in answered no token');
}

/** What a JWT says: its header and its claims, not verified. */
export function readParts(token: string): { readonly header: Part; readonly claims: Part; readonly signature: string } {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const parse = (part: string): Part => JSON.parse(Buffer.from(part, 'base64url').toString());
  return { header: parse(header), claims: parse(claims), signature };
}

const encode = (part: Part) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** The same claims without a signature, `alg: none`. */
export function unsigned(token: string): string {
  const { header, claims } = readParts(token);
  return `${encode({ ...header, alg: 'none' })}.${encode(claims)}.`;
}

/** Other claims under the old signature. */
export function tampered(token: string, change: Part = { rostrum_roles: ['moderator', 'admin'] }): string {
  const { header, claims, signature } = readParts(token);
  return `${encode(header)}.${encode({ ...claims, ...change })}.${signature}`;
}

/** The same claims and key id, signed by a key that nobody published. */
export function foreign(token: string): string {
  const { header, claims } = readParts(token);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

/** Signed by HS256 with a text everybody can read: a verifier that trusts the header's algorithm falls for it. */
export function symmetric(token: string, secret = String(readParts(token).header['kid'])): string {
  const { header, claims } = readParts(token);
  const signed = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** The issuer's published key as the text in which keys are usually handed on. */
async function publicKeyOf(url: string): Promise<string> {
  const { keys } = parseKeys(await (await fetch(`${url}/oidc/jwks`)).json());
  const [key = {}] = keys;
  return createPublicKey({ key, format: 'jwk' }).export({ format: 'pem', type: 'spki' }).toString();
}
const parseKeys = (value: unknown) => value as { readonly keys: readonly JsonWebKey[] };

const hourAfterNow = async (url: string, handle: string) =>
  Number(readParts(await signIn(url, { handle })).claims['iat']) + 3600;

/** Every way a token can be wrong that `docs` promises to refuse. */
export const badTokens: readonly BadToken[] = [
  { title: 'expired', make: (url, handle) => signIn(url, { handle, tokenSeconds: -60 }) },
  {
    title: 'not yet valid',
    make: async (url, handle) => signIn(url, { handle, claims: { nbf: await hourAfterNow(url, handle) } }),
  },
  {
    title: 'for another audience',
    make: (url, handle) => signIn(url, { handle, claims: { aud: 'another-app', client_id: 'another-app' } }),
  },
  {
    title: 'of another issuer',
    make: (url, handle) => signIn(url, { handle, claims: { iss: 'https://example.com' } }),
  },
  { title: 'unsigned', make: async (url, handle) => unsigned(await signIn(url, { handle })) },
  { title: 'tampered with', make: async (url, handle) => tampered(await signIn(url, { handle })) },
  { title: 'signed by a foreign key', make: async (url, handle) => foreign(await signIn(url, { handle })) },
  { title: 'signed with a shared text', make: async (url, handle) => symmetric(await signIn(url, { handle })) },
  {
    title: 'signed with the public key as a shared text',
    make: async (url, handle) => symmetric(await signIn(url, { handle }), await publicKeyOf(url)),
  },
  {
    title: 'signed, without an end',
    make: (url, handle) => signIn(url, { handle, claims: { exp: null } }),
  },
  { title: 'not a token', make: async () => 'not.a.token' },
];
