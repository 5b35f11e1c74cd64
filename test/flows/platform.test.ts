import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { policyOf } from '../../domain/policy.ts';
import { expectRefused } from '../given/stories.ts';
import { openWorld, type World } from '../world.ts';

type Document = {
  readonly paths: Readonly<Record<string, { readonly post?: { readonly security?: readonly object[] } }>>;
};
const toDocument = (value: unknown) => value as Document;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

it('says that it is well', async () => {
  const answer = await world.nobody.get('/healthz');
  expect([answer.status, answer.body]).toEqual([200, { status: 'ok' }]);
  expect(answer.headers.get('x-request-id')).not.toBeNull();
});

it('serves the contract that lies in the repository, and that one is what the code says', async () => {
  const answer = await world.nobody.get('/openapi.json');
  expect(answer.body).toEqual(JSON.parse(readFileSync('openapi.json', 'utf8')));
  expect(() => execFileSync(process.execPath, ['tools/print-openapi.ts', '--check'], { stdio: 'pipe' })).not.toThrow();
});

it('says which routes take a guest’s token, and those verify it', async () => {
  const { paths } = toDocument(JSON.parse(readFileSync('openapi.json', 'utf8')));
  const taking = Object.keys(paths).filter((path) => paths[path]?.post?.security?.some((way) => 'guest' in way));
  expect(taking).toEqual(['/v1/rooms/{roomId}/listen', '/v1/rooms/{roomId}/leave', '/v1/reports']);
  for (const path of taking) {
    const known = path.replace('{roomId}', '1AAAAAAAAAAAA');
    const answer = await world.nobody.post(known, undefined, { 'rostrum-guest': 'nobody gave me this' });
    expectRefused(answer, 401, 'unauthenticated', { param: 'Rostrum-Guest' });
  }
});

it('tells frontends the limits of the preset, what may be picked, and where to sign in', async () => {
  const { preset, ...limits } = policyOf('2021-05');
  const { body, text } = await world.nobody.get('/v1/config');
  expect(body).toMatchObject({
    preset,
    limits,
    reactions: ['💯', '✋', '✊', '✌️', '👋', '😂', '❤️', '👏'],
    signIn: { issuer: `${world.url}/oidc`, clientId: 'rostrum-web' },
    mediaRegion: 'us-east-1',
  });
  expect(text).toContain('"music"');
  expect(text).toContain('"private_information"');
});

it('knows no other route, and says so as the gateway does', async () => {
  for (const path of ['/v1', '/v1/nothing', '/v1/rooms/a/b/c', '/v1/rooms/', '/r/', '/r']) {
    const answer = await world.nobody.get(path);
    expect([path, answer.status, answer.text]).toEqual([path, 404, '{"message":"Not Found"}']);
  }
});

it('answers browsers of the allowed origins and no others', async () => {
  const askFrom = (origin: string) => world.nobody.get('/v1/config', undefined, { origin });
  const allowed = (await askFrom('http://localhost:4000')).headers;
  expect(allowed.get('access-control-allow-origin')).toBe('http://localhost:4000');
  expect((await askFrom('https://example.com')).headers.get('access-control-allow-origin')).toBeNull();
});
