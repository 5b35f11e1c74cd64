import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { workerUnit } from '../../functions/runtime/worker-unit.ts';
import type { LogLine } from '../../local/runner/log.ts';
import { leaksIn } from '../given/leaks.ts';
import { inSeconds } from '../given/stories.ts';
import { badTokens } from '../tokens.ts';
import { openWorld, type Person, type World } from '../world.ts';

const mark = 'Zanzibar';
const lines: LogLine[] = [];
let world: World;
let host: Person;
beforeAll(async () => {
  world = await openWorld({ onLog: (line) => lines.push(line), tableOptions: { holdTransactionsMs: 2 } });
  host = await world.person(`${mark}H`, { followers: 600, name: `${mark} Host` });
});
afterAll(() => world.close());

const messages = () => lines.map(({ text }) => text);
const saying = (message: string) => messages().filter((text) => text.includes(`"message":"${message}"`));
const fault = (wish: object) => world.nobody.post('/local/faults', wish);
/** Every way a marked word gets into a request. */
const marked = (more: object = {}) => ({
  title: `${mark} title`,
  topics: [`${mark} topic`],
  unknown: `${mark}@example.com`,
  ...more,
});

async function succeed(): Promise<void> {
  await host.patch('/v1/me', { bio: `${mark}@example.com`, avatarUrl: `https://example.com/${mark}.png` });
  const created = await host.post('/v1/rooms', marked(), { 'idempotency-key': `${mark}-key` });
  expect(created.status, created.text).toBe(201);
  const { id } = created.body.room;
  const listener = await world.person('listener');
  for (const path of ['join', 'leave']) await listener.post(`/v1/rooms/${id}/${path}`);
  await listener.put(`/v1/me/following/${host.userId}`);
  await listener.get(`/v1/users/by/handle/${mark}H`);
  await host.patch(`/v1/rooms/${id}`, { title: `${mark} again` });
  await host.post(`/v1/rooms/${id}/end`);
}

async function beRefused(): Promise<void> {
  await host.post('/v1/rooms', marked({ title: `${mark} `.repeat(20) }));
  await host.post('/v1/rooms', marked({ startsAt: mark, audience: mark }));
  await host.post('/v1/rooms', marked(), { 'idempotency-key': `${mark} key` });
  await host.patch('/v1/me', { handle: `${mark} ${mark}`, birthDate: mark });
  await host.get(`/v1/rooms?cursor=${mark}&q=${mark}`);
  await host.get(`/v1/rooms/${mark}${mark}`);
  await fetch(`${world.url}/v1/rooms`, {
    method: 'POST',
    headers: { authorization: `Bearer ${host.token}` },
    body: `{"title": ${mark}`,
  });
  for (const { make } of badTokens)
    for (const path of ['/v1/me', '/v1/rooms']) await world.withToken(await make(world.url, 'listener')).get(path);
}

/** Each fault in a call of its own, often enough for every attempt of it, whatever workers meet of it meanwhile. */
async function runIntoFaults(): Promise<void> {
  const startsAt = inSeconds(world, 3600);
  // What is applied comes last: one room may be planned at a time, and the next wish would be refused for it.
  for (const mode of ['fail-before', 'throttle', 'conflict', 'apply-then-fail']) {
    await fault({ service: 'dynamodb', mode, times: 100, operation: 'TransactWriteItems' });
    const answer = await host.post('/v1/rooms', marked({ startsAt }), { 'idempotency-key': `${mark}-${mode}` });
    expect(answer.status, answer.text).toBeGreaterThanOrEqual(500);
    await world.nobody.remove('/local/faults');
  }
  await fault({ service: 'dynamodb', mode: 'fail-before', times: 4, operation: 'PutItem' });
  expect((await host.patch('/v1/me', { name: `${mark} fails` })).status).toBe(500);
  await fault({ service: 'chime', mode: 'fail-before', times: 4 });
  expect((await host.post('/v1/rooms', marked())).status).toBe(503);
  await world.nobody.remove('/local/faults');
}

async function failInWorkers(): Promise<void> {
  await fault({ service: 'events', operation: 'PutEvents', mode: 'fail-before', times: 4 });
  const { id } = (await host.post('/v1/rooms', marked())).body.room;
  await world.advance(30);
  await fault({ service: 'dynamodb', operation: 'PutItem', mode: 'fail-before', times: 4 });
  await fault({ service: 'dynamodb', operation: 'UpdateItem', mode: 'fail-before', times: 4 });
  const detail = { userId: host.userId, count: 601, asOf: inSeconds(world, 0), source: `${mark}@example.com` };
  world.cloud.bus.emit({ source: 'rostrum.app', detailType: 'follower.facts', detail });
  world.cloud.bus.emit({ source: 'rostrum.app', detailType: 'follower.facts', detail: { ...detail, count: mark } });
  await world.advance(300);
  await world.nobody.remove('/local/faults');
  await host.post(`/v1/rooms/${id}/end`);
  await world.advance(600);
}

describe('logs', () => {
  it('of successes, refusals, faults and failed workers hold no token, header, key, body or address', async () => {
    await succeed();
    await beRefused();
    await runIntoFaults();
    await failInWorkers();
    for (const message of ['answered', 'worked', 'refused', 'fault'])
      expect([message, saying(message).length > 0]).toEqual([message, true]);
    const failing = new Set(
      lines.filter(({ text }) => text.includes('"message":"fault"')).map(({ functionName }) => functionName),
    );
    expect([...failing].toSorted()).toEqual(
      expect.arrayContaining(['rostrum-people-facts', 'rostrum-relay-rooms', 'rostrum-rooms-create']),
    );
    expect(leaksIn(messages(), new Set([mark, host.token]))).toEqual([]);
  });

  it('say of each call what was done, for which request, how it ended and how long it took', async () => {
    const answer = await host.get('/v1/me');
    const requestId = answer.headers.get('x-request-id');
    const told = messages().filter((text) => text.includes(`"${requestId}"`));
    expect(told).toHaveLength(1);
    expect(JSON.parse(told[0] ?? '')).toMatchObject({
      message: 'answered',
      operation: 'getMe',
      service: 'people',
      status: 200,
    });
  });

  it('name the room of a call, a batch and a refusal, and the code of what was refused', async () => {
    const created = await host.post('/v1/rooms', marked());
    const { id } = created.body.room;
    await world.settle();
    const refused = await host.post(`/v1/rooms/${id}/cancel`);
    expect(refused.status, refused.text).toBe(409);
    const told = () => messages().filter((text) => toLine(text).roomId?.includes(id));
    // Lines come from the functions' threads, in their own time.
    await vi.waitFor(() => {
      const operations = new Set(told().map((text) => toLine(text).operation));
      expect([...operations]).toEqual(
        expect.arrayContaining(['createRoom', 'cancelRoom', 'relayRoomChanges', 'mintSeats', 'orderSeats']),
      );
    }, 5_000);
    const line = told()
      .map(toLine)
      .find(({ operation }) => operation === 'cancelRoom');
    expect(line).toMatchObject({ code: refused.body.error.code, status: 409, Refusals: 1 });
    await host.post(`/v1/rooms/${id}/end`);
    await world.settle();
  });

  it('name no room for a path that is none', async () => {
    await host.get(`/v1/rooms/${mark}`);
    expect(messages().filter((text) => text.includes(`"roomId":"${mark}"`))).toEqual([]);
  });

  it('say once of a fault what went wrong, under the request id of the answer', async () => {
    await fault({ service: 'dynamodb', operation: 'BatchGetItem', mode: 'fail-before', times: 2 });
    const answer = await host.get('/v1/me');
    await world.nobody.remove('/local/faults');
    expect([answer.status, answer.text]).toEqual([
      500,
      JSON.stringify({
        error: {
          type: 'internal',
          code: 'internal',
          message: 'Something went wrong on our side.',
          requestId: answer.headers.get('x-request-id'),
        },
      }),
    ]);
    const told = saying('fault').filter((text) => text.includes(answer.body.error.requestId));
    expect(told).toHaveLength(1);
    expect(JSON.parse(told[0] ?? '')).toMatchObject({ fault: { name: 'InternalServerError' } });
  });
});

const toLine = (text: string) => JSON.parse(text) as { readonly operation: string; readonly roomId?: string };

it('a worker that fails hands on no field of what it failed on, because the runtime logs them all', async () => {
  const failure = Object.assign(new Error('It did not work'), { CancellationReasons: [{ Item: mark }], cause: mark });
  const trigger = { events: ['room.live'], source: 'rostrum' } as const;
  const worker = workerUnit('quiet', [{ name: 'failQuietly', trigger, run: () => Promise.reject(failure) }]);
  const thrown = await worker({ 'detail-type': 'room.live' }, toContext({ awsRequestId: 'abc' })).catch(toError);
  expect(thrown).toBeInstanceOf(Error);
  expect({ ...toError(thrown) }).toEqual({});
  expect(toError(thrown).message).toBe('failQuietly failed: Error');
});
const toError = (thrown: unknown) => thrown as Error;
const toContext = (context: object) => context as Parameters<ReturnType<typeof workerUnit>>[1];

describe('the search for leaks', () => {
  const plain =
    '{"level":"INFO","message":"answered","service":"rostrum-people","operation":"getMe","requestId":"abc=","status":200}';
  it.each([
    ['a token', `{"level":"INFO","message":"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.abc"}`],
    ['an authorization header', '{"headers":{"Authorization":"x"}}'],
    ['an authorization header', 'Bearer abc'],
    ['a media credential', '{"Attendee":{"JoinToken":"x"}}'],
    ['an e-mail address', 'mail to ada@example.com failed'],
    ['"Secret words"', 'no title Secret words allowed'],
    ['"getMe"', plain],
  ])('finds %s', (what, line) => {
    expect(leaksIn([plain.replace('getMe', 'getUser'), line], new Set(['Secret words', 'getMe']))[0]).toContain(
      `${what} in: ${line}`,
    );
  });

  it('finds nothing in a plain line', () => {
    const counted = '"Refusals":1,"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Dimensions":[["code"]]}]}}';
    const lines = [plain, plain.replace('"status":200}', counted)];
    expect(leaksIn(lines, new Set(['Secret words']))).toEqual([]);
  });
});
