import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { features } from '../../functions/manifest.ts';
import { everythingStored, goLive } from '../given/stories.ts';
import { openWorld, type Person, type World } from '../world.ts';

let world: World;
let host: Person;
let live: string;
let stored: readonly string[];
beforeAll(async () => {
  // The payment service's own limits would answer first.
  world = await openWorld({ stripeOptions: { rates: { perEndpoint: 10_000, perAccount: 10_000 } } });
  host = await world.person('ada', { followers: 600 });
  live = await goLive(host);
  stored = await everythingStored(world);
});
afterAll(() => world.close());

type Sent = { readonly status: number; readonly headers: Headers; readonly text: string };

type SentBody = string | Uint8Array<ArrayBuffer>;

async function send(route: string, body?: SentBody, headers: Record<string, string> = {}): Promise<Sent> {
  const [method = 'GET', path = ''] = route.split(' ');
  const response = await fetch(`${world.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
const expectNothingWritten = async () => expect(await everythingStored(world)).toEqual(stored);
const errorOf = ({ text }: Sent): object => JSON.parse(text).error;

describe('bodies of another kind', () => {
  const json = '{"title":"Fine"}';
  it.each<[string, string, SentBody]>([
    ['a form', 'application/x-www-form-urlencoded', 'title=Hello'],
    [
      'parts',
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="title"\r\n\r\nHello\r\n--x--',
    ],
    ['XML', 'application/xml', '<title>Hello</title>'],
    ['bytes', 'application/octet-stream', new Uint8Array([0, 255, 254, 123])],
    ['JSON in UTF-16', 'application/json; charset=utf-16', Buffer.from(json, 'utf16le')],
    ['a second document behind the first', 'application/json', `${json}${json}`],
  ])('are refused: %s', async (_what, type, body) => {
    const answer = await send('POST /v1/rooms', body, { 'content-type': type });
    expect([answer.status, answer.headers.has('x-request-id')], answer.text).toEqual([400, true]);
    expect(errorOf(answer)).toMatchObject({ code: 'invalid_field', param: 'body' });
    await expectNothingWritten();
  });

  it('are refused when compressed', async () => {
    const answer = await send('POST /v1/rooms', gzipSync(json), { 'content-encoding': 'gzip' });
    expect([answer.status, errorOf(answer)], answer.text).toMatchObject([400, { param: 'body' }]);
    await expectNothingWritten();
  });

  it.each([[7_000_000], [11_000_000]])('are refused when they have %i bytes', async (size) => {
    const answer = await send('POST /v1/rooms', JSON.stringify({ title: 'x'.repeat(size) }));
    expect([answer.status, answer.text]).toEqual([413, '{"message":"Request Entity Too Large"}']);
    await expectNothingWritten();
  });
});

describe('names that mean something to JavaScript', () => {
  it.each([
    '{"__proto__":{"title":"Sneaked"}}',
    '{"constructor":{"prototype":{"title":"Sneaked"}}}',
    '{"__proto__":null}',
    '{"toString":"x","hasOwnProperty":1}',
  ])('in the body %s set no field', async (body) => {
    const answer = await send('POST /v1/rooms', body);
    expect([answer.status, errorOf(answer)], answer.text).toMatchObject([400, { code: 'invalid_field' }]);
    const next = await send('POST /v1/rooms', '{}');
    expect(errorOf(next)).toMatchObject({ param: 'title' });
    await expectNothingWritten();
  });

  it('in a query change nothing', async () => {
    const query = '__proto__=1&constructor=2&toString=3&__proto__[limit]=1';
    expect((await send(`GET /v1/rooms?${query}`)).text).toBe((await send('GET /v1/rooms')).text);
    expect((await send(`GET /v1/me?${query}`)).status).toBe(200);
  });
});

describe('addresses', () => {
  it.each([
    `GET /v1/rooms/${'a%2Fb'}`,
    'GET /v1/users/by%2Fhandle/ada',
    'GET /v1/rooms/%2e%2e%2fme',
    'GET /v1/rooms/%',
    'GET /v1/rooms/%ff',
    'GET //v1/rooms',
    'GET /v1//rooms',
    'DELETE /v1/rooms',
    'PUT /v1/me',
    'GET /v1/rooms/a?cursor=%',
    'GET /v1/rooms?limit=%zz',
  ])('%s is refused and is no fault', async (route) => {
    const answer = await send(route);
    expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
    expect(answer.status, answer.text).toBeLessThan(500);
    if (answer.text.includes('"error"'))
      expect(errorOf(answer)).toMatchObject({ requestId: answer.headers.get('x-request-id') });
    await expectNothingWritten();
  });
});

const fields = [
  'title',
  'topics',
  'lang',
  'audience',
  'startsAt',
  'version',
  'isLocked',
  'invitedUserIds',
  'handle',
  'name',
  'bio',
  'birthDate',
  'avatarUrl',
];
const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '9'.repeat(30),
    '2026-13-01T00:00:00Z',
    '+275760-09-13T00:00:00Z',
    'https://[',
    'ada',
    -0,
    2 ** 53,
  ),
);
const anyBody = fc.oneof(
  fc.dictionary(fc.constantFrom(...fields), strange, { maxKeys: 5 }),
  fc.dictionary(fc.string({ maxLength: 12 }), strange, { maxKeys: 5 }),
);

describe('whatever comes', () => {
  const routes = features
    .flatMap(({ operations }) => operations)
    .flatMap(({ trigger }) => ('http' in trigger ? [trigger.http] : []))
    .filter((route) => !route.endsWith('/end') && !route.endsWith('/leave'));

  it.each(routes)('%s never answers with a fault', async (route) => {
    const [method, path = ''] = route.split(' ');
    const stranger = await world.person('stranger');
    const headers = { authorization: `Bearer ${stranger.token}` };
    const part = fc.oneof(fc.constantFrom(live, stranger.userId, 'ada'), fc.string({ minLength: 1, maxLength: 14 }));
    await fc.assert(
      fc.asyncProperty(part, anyBody, async (given, body) => {
        const target = path.replace(/\{\w+\}/, encodeURIComponent(given));
        const query = new URLSearchParams(
          Object.fromEntries(Object.entries(body).map(([name, value]) => [name, `${value}`])),
        );
        const answer =
          method === 'GET' || method === 'DELETE'
            ? await send(`${method} ${target}?${query}`, undefined, headers)
            : await send(`${method} ${target}`, JSON.stringify(body), headers);
        expect(answer.status, answer.text).toBeLessThan(500);
      }),
      { numRuns: 40, seed: 20_261 },
    );
  });
});
