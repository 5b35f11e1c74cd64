import { request as httpRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { serve } from './gateway-world.ts';

type Raw = { readonly path: string; readonly headers?: readonly string[] };

/** A request as written, without the tidying that fetch does. */
const raw = (url: string, { path, headers = [] }: Raw) =>
  new Promise<number | undefined>((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = httpRequest(
      { hostname, port, path, headers: ['Host', `localhost:${port}`, ...headers] },
      (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      },
    );
    sent.on('error', reject).end();
  });

describe('the event a function receives', () => {
  it('has the shape of payload format 2.0', async () => {
    const { url, events, clock } = await serve([{ method: 'GET', path: '/rooms/{id}' }]);
    const answer = await fetch(`${url}/rooms/a%20b?tag=x&tag=y&q=caf%C3%A9`, { headers: { 'User-Agent': 'test' } });
    const { port } = new URL(url);
    expect(events[0]).toEqual({
      version: '2.0',
      routeKey: 'GET /rooms/{id}',
      rawPath: '/rooms/a b',
      rawQueryString: 'tag=x&tag=y&q=caf%C3%A9',
      headers: expect.objectContaining({
        host: `127.0.0.1:${port}`,
        'user-agent': 'test',
        'content-length': '0',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': port,
        'x-forwarded-proto': 'http',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      }),
      queryStringParameters: { tag: 'x,y', q: 'café' },
      requestContext: {
        accountId: '000000000000',
        apiId: 'api',
        domainName: '127.0.0.1',
        domainPrefix: '127',
        http: { method: 'GET', path: '/rooms/a b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
        requestId: answer.headers.get('apigw-requestid'),
        routeKey: 'GET /rooms/{id}',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.closeTo(clock.now(), -4),
      },
      pathParameters: { id: 'a b' },
      isBase64Encoded: false,
    });
    expect(answer.headers.get('apigw-requestid')).toMatch(/^[\w-]{15}=$/);
  });

  it('joins repeated headers by a comma and lists cookies apart', async () => {
    const { url, events } = await serve([{ path: '/' }]);
    await raw(url, {
      path: '/',
      headers: ['X-Many', 'a', 'x-many', 'b, c', 'Cookie', 'one=1; two=2', 'Cookie', 'three=3'],
    });
    expect(events[0]?.['headers']).toMatchObject({ 'x-many': 'a,b, c' });
    expect(events[0]?.['headers']).not.toHaveProperty('cookie');
    expect(events[0]?.['cookies']).toEqual(['one=1', 'two=2', 'three=3']);
  });

  it('carries texts as they are and everything else in base 64', async () => {
    const { url, events } = await serve([{ method: 'POST', path: '/' }]);
    const bodies: readonly [string, string | Buffer][] = [
      ['application/json', '{"title":"é"}'],
      ['application/problem+json; charset=utf-8', '{}'],
      ['application/x-www-form-urlencoded', 'a=b'],
      ['application/octet-stream', Buffer.from([0, 255])],
    ];
    for (const [type, body] of bodies) {
      await fetch(url, { method: 'POST', headers: { 'content-type': type }, body: new Uint8Array(Buffer.from(body)) });
    }
    expect(events.map(({ body, isBase64Encoded }) => [body, isBase64Encoded])).toEqual([
      ['{"title":"é"}', false],
      ['{}', false],
      ['YT1i', true],
      ['AP8=', true],
    ]);
  });

  it('names the stage in the path when the request came through it', async () => {
    const { url, events } = await serve([{ path: '/rooms' }], { api: { stage: 'prod' } });
    expect((await fetch(`${url}/prod/rooms`)).status).toBe(200);
    expect((await fetch(`${url}/rooms`)).status).toBe(200);
    expect(events.map(({ rawPath }) => rawPath)).toEqual(['/prod/rooms', '/rooms']);
    expect(events[0]?.['requestContext']).toMatchObject({ stage: 'prod', http: { path: '/prod/rooms' } });
  });
});

describe('the choice of a route', () => {
  const routes = [
    'GET /rooms/live',
    'GET /rooms/{id}',
    'GET /rooms/{id}/people',
    'GET /{proxy+}',
    'ANY /rooms/{id}/any',
    '$default',
  ];
  const table = routes.map((key) => {
    const [method = '', path = '$default'] = key.split(' ');
    return path === '$default' ? { method: 'ANY', path } : { method, path };
  });

  it.each([
    ['GET', '/rooms/live', 'GET /rooms/live'],
    ['GET', '/rooms/7', 'GET /rooms/{id}'],
    ['GET', '/rooms/7/people', 'GET /rooms/{id}/people'],
    ['DELETE', '/rooms/7/any', 'ANY /rooms/{id}/any'],
    ['GET', '/elsewhere/and/deep', 'GET /{proxy+}'],
    ['POST', '/rooms/7', '$default'],
  ])('sends %s %s to %s', async (method, path, routeKey) => {
    const { url, events } = await serve(table);
    await fetch(url + path, { method });
    expect(events[0]?.['routeKey']).toBe(routeKey);
  });

  it('has none for an unknown path, an unknown method or an empty parameter', async () => {
    const { url } = await serve([{ path: '/rooms/{id}' }]);
    for (const [path, method] of [
      ['/nowhere', 'GET'],
      ['/rooms/7', 'POST'],
      ['/rooms/', 'GET'],
      ['/rooms/7', 'HEAD'],
    ] as const) {
      const answer = await fetch(url + path, { method });
      expect(answer.status).toBe(404);
      expect(await answer.text()).toBe(method === 'HEAD' ? '' : '{"message":"Not Found"}');
    }
  });
});

describe('the answer people get', () => {
  it('is the function answer with headers, cookies and binary body', async () => {
    const answer = {
      statusCode: 201,
      headers: { 'Content-Type': 'image/png', 'X-Number': 7 },
      cookies: ['a=1', 'b=2'],
      body: 'AP8=',
      isBase64Encoded: true,
    };
    const { url } = await serve([{ path: '/' }], { answer });
    const given = await fetch(url);
    expect(given.status).toBe(201);
    expect(given.headers.get('x-number')).toBe('7');
    expect(given.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect([...new Uint8Array(await given.arrayBuffer())]).toEqual([0, 255]);
  });

  it('is JSON with status 200 when the function names no status', async () => {
    const { url } = await serve([{ path: '/' }], { answer: { title: 'hello' } });
    const given = await fetch(url);
    expect([given.status, given.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await given.json()).toEqual({ title: 'hello' });
  });

  it.each([
    ['a status that is no number', { statusCode: 'fine' }],
    ['a body that is no text', { statusCode: 200, body: { title: 'hello' } }],
    ['headers that are no texts', { statusCode: 200, headers: { a: ['b'] } }],
  ])('is 500 for %s', async (_what, answer) => {
    const { url } = await serve([{ path: '/' }], { answer });
    const given = await fetch(url);
    expect([given.status, await given.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  it('says nothing of a failure inside', async () => {
    const invoke = async () => ({ isOk: false, errorType: 'TypeError', errorMessage: 'secret' }) as const;
    const { url } = await serve([{ path: '/' }], { invoke });
    const given = await fetch(url);
    expect([given.status, await given.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  it('has no body for HEAD', async () => {
    const { url } = await serve([{ method: 'HEAD', path: '/' }]);
    const given = await fetch(url, { method: 'HEAD' });
    expect([given.status, given.headers.get('content-length')]).toEqual([200, '2']);
  });
});

describe('limits of the gateway', () => {
  it('refuses more than ten megabytes', async () => {
    const { url, events } = await serve([{ method: 'POST', path: '/' }]);
    const given = await fetch(url, { method: 'POST', body: 'x'.repeat(10 * 1024 * 1024 + 1) });
    expect([given.status, events.length]).toEqual([413, 0]);
  });

  it('lets a burst through, and then the rate, in virtual time', async () => {
    const { url, clock } = await serve([{ path: '/', throttle: { ratePerSecond: 1, burst: 2 } }]);
    const statuses = async () => Promise.all([1, 2, 3].map(async () => (await fetch(url)).status));
    expect((await statuses()).toSorted()).toEqual([200, 200, 429]);
    const refused = await fetch(url);
    expect(await refused.json()).toEqual({ message: 'Too Many Requests' });
    await clock.advance(1000);
    expect((await statuses()).toSorted()).toEqual([200, 429, 429]);
  });
});

describe('other origins', () => {
  const cors = {
    origins: ['https://page.example'],
    methods: ['GET', 'POST'],
    headers: ['authorization'],
    exposedHeaders: ['retry-after'],
    maxAgeSeconds: 60,
    allowsCredentials: false,
  };
  const from = (origin: string, more: Record<string, string> = {}) => ({ headers: { origin, ...more } });

  it('are answered by the gateway when they ask beforehand', async () => {
    const { url, events } = await serve([{ method: 'POST', path: '/rooms' }], { api: { cors } });
    const ask = { 'access-control-request-method': 'POST' };
    const given = await fetch(`${url}/rooms`, { method: 'OPTIONS', ...from('https://page.example', ask) });
    expect(given.status).toBe(204);
    expect(Object.fromEntries(given.headers)).toMatchObject({
      'access-control-allow-origin': 'https://page.example',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '60',
    });
    const stranger = await fetch(`${url}/rooms`, { method: 'OPTIONS', ...from('https://evil.example', ask) });
    expect(stranger.headers.get('access-control-allow-origin')).toBeNull();
    expect(events).toEqual([]);
  });

  it('may read answers and refusals if they are allowed, whatever the function says', async () => {
    const answer = { statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' }, body: '' };
    const { url } = await serve([{ path: '/rooms' }], { api: { cors }, answer });
    for (const path of ['/rooms', '/nowhere']) {
      const given = await fetch(url + path, from('https://page.example'));
      expect(given.headers.get('access-control-allow-origin')).toBe('https://page.example');
      expect(given.headers.get('access-control-expose-headers')).toBe('retry-after');
      const stranger = await fetch(url + path, from('https://evil.example'));
      expect(stranger.headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});
