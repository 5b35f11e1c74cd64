import { afterAll, beforeAll, expect, it } from 'vitest';
import { goLive } from '../given/stories.ts';
import { readParts } from '../tokens.ts';
import { openWorld, type World } from '../world.ts';

let world: World;
let token: string;
let live: string;
beforeAll(async () => {
  world = await openWorld();
  const host = await world.person('ada', { followers: 600 });
  token = host.token;
  live = await goLive(host);
});
afterAll(() => world.close());

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** The signed token under another header or with other claims; the signature cannot fit them. */
function changed(change: { readonly header?: unknown; readonly claims?: unknown }): string {
  const parts = readParts(token);
  const { header, claims, signature } = { ...parts, ...change };
  return `${encode(header)}.${encode(claims)}.${signature}`;
}

async function statusesOf(given: string): Promise<readonly number[]> {
  const door = world.withToken(given);
  const answers = [await door.get('/v1/me'), await door.get(`/v1/rooms/${live}`), await door.get(`/r/${live}`)];
  return answers.map(({ status }) => status);
}

it.each<[string, object]>([
  ['an algorithm in a list', { alg: ['RS256'], kid: 'x' }],
  ['a key id in a list', { alg: 'RS256', kid: ['x'] }],
  ['a key id that is a path', { alg: 'RS256', kid: '../../etc/passwd' }],
  ['no key id', { alg: 'RS256' }],
  ['a key of its own', { alg: 'RS256', jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } }],
  ['an address of keys', { alg: 'RS256', kid: 'x', jku: 'http://127.0.0.1:1/', x5u: 'http://127.0.0.1:1/' }],
  ['something it must understand', { alg: 'RS256', crit: ['b64'], b64: false }],
  ['another algorithm of the same key', { alg: 'PS256', kid: 'x' }],
  ['an algorithm written otherwise', { alg: 'nOnE' }],
  ['no algorithm', {}],
])('a token whose header names %s opens nothing and is no fault', async (_what, given) => {
  expect(await statusesOf(changed({ header: given }))).toEqual([401, 401, 401]);
});

it.each([['a text'], [7], [null], [[]]])('a token that claims %j opens nothing and is no fault', async (given) => {
  expect(await statusesOf(changed({ claims: given }))).toEqual([401, 401, 401]);
});

it.each(['.', '..', '...', 'a.b.c.d', 'a.b', '☃', 'eyJhbGciOiJSUzI1NiJ9', `${'a'.repeat(4000)}.b.c`])(
  'the text %j opens nothing and is no fault',
  async (given) => {
    expect(await statusesOf(encodeURIComponent(given))).toEqual([401, 401, 401]);
  },
);

it.each<[string, object]>([
  ['an empty subject', { sub: '' }],
  ['an audience that is a number', { aud: 7, client_id: null }],
  ['no audience', { aud: null, client_id: null }],
  ['an issuer in a list', { iss: ['http://localhost'] }],
  ['an end that is a text', { exp: 'tomorrow' }],
  ['a beginning that is a text', { nbf: 'yesterday' }],
])('a well signed token with %s is taken neither for somebody nor for nobody', async (_what, given) => {
  const { token: odd } = await world.person('odd', { claims: { ...given } });
  expect(await statusesOf(odd)).toEqual([401, 401, 401]);
});

it.each([[null], [['ada']], [7], [{ name: 'ada' }]])(
  'a well signed token of the subject %j is not taken for nobody',
  async (sub) => {
    const { token: odd } = await world.person('odd', { claims: { sub } });
    // The gateway hands every claim on as a text: the guarded route cannot tell.
    expect((await statusesOf(odd)).slice(1)).toEqual([401, 401]);
  },
);
