import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createStage } from './control-stage.ts';

type Stage = Awaited<ReturnType<typeof createStage>>;
let stage: Stage;
let call: Stage['call'];

beforeAll(async () => {
  stage = await createStage();
  call = stage.call;
});
beforeEach(() => {
  stage.events.length = 0;
  stage.follows.length = 0;
});
afterAll(() => stage.close());

test('signing in answers a token and the user id that the API gives it', async () => {
  const { status, body } = await call('POST', '/local/sign-in', { handle: 'ada' });
  expect([status, body.userId]).toEqual([200, 'id-ada']);
  const claims = decodeJwt(body.accessToken);
  expect(Number(claims.exp) - Number(claims.iat)).toBe(3600);
  expect(stage.events).toEqual([]);
});

test('signing in again is the same person with a fresh token, whatever the case of the handle', async () => {
  const first = await call('POST', '/local/sign-in', { handle: 'grace', name: 'Grace Hopper' });
  const again = await call('POST', '/local/sign-in', { handle: 'GRACE', roles: ['moderator'], tokenSeconds: 60 });
  const [one, two] = [decodeJwt(first.body.accessToken), decodeJwt(again.body.accessToken)];
  expect(two.sub).toBe(one.sub);
  expect(two).toMatchObject({ preferred_username: 'grace', name: 'Grace Hopper', rostrum_roles: ['moderator'] });
  expect(Number(two.exp) - Number(two.iat)).toBe(60);
});

test('facts travel over the bus as the surrounding app would say them', async () => {
  await call('POST', '/local/sign-in', { handle: 'ada', followers: 599, createdDaysAgo: 10 });
  await call('POST', '/local/sign-in', { handle: 'ada', followers: 600 });
  expect(stage.events.map((event) => `${event.source} ${event['detail-type']}`)).toEqual([
    'rostrum.app account.facts',
    'rostrum.app follower.facts',
    'rostrum.app follower.facts',
  ]);
  const [account, fewer, more] = stage.events.map(({ detail }) => detail);
  expect(fewer).toMatchObject({ userId: 'id-ada', count: 599, source: 'local' });
  expect(more).toMatchObject({ count: 600 });
  expect(Date.parse(String(more?.['asOf']))).toBeGreaterThan(Date.parse(String(fewer?.['asOf'])));
  const age = Date.parse(String(account?.['asOf'])) - Date.parse(String(account?.['createdAt']));
  expect(age).toBe(10 * 86_400_000);
});

test('somebody who can sell is said to fulfil every rule, unless told otherwise', async () => {
  await call('POST', '/local/sign-in', { handle: 'seller', canSell: true, followers: 2000 });
  const [account, followers] = stage.events.map(({ detail }) => detail);
  expect(account).toMatchObject({ hostedRooms30d: 3, isEmailVerified: true, birthDate: '1990-01-01' });
  expect(followers).toMatchObject({ count: 2000 });
});

test('an expired token still belongs to a person whose profile exists', async () => {
  const { body } = await call('POST', '/local/sign-in', { handle: 'late', tokenSeconds: -60 });
  expect(body.userId).toBe('id-late');
  expect(Number(decodeJwt(body.accessToken).exp)).toBeLessThan(Date.now() / 1000);
});

test('claims can be said otherwise, for tests of refusals', async () => {
  const { body } = await call('POST', '/local/sign-in', { handle: 'odd', claims: { aud: 'other' } });
  expect(decodeJwt(body.accessToken).aud).toBe('other');
});

test('an app-only token names no person', async () => {
  const { body } = await call('POST', '/local/sign-in', { client: 'app' });
  expect(Object.keys(body)).toEqual(['accessToken']);
  expect(decodeJwt(body.accessToken)).toMatchObject({ client_id: 'rostrum-app', sub: 'rostrum-app' });
});

test('an API that refuses is reported with what it said', async () => {
  const { status, body } = await call('POST', '/local/sign-in', { handle: 'broken' });
  expect([status, body.error.code]).toEqual([502, 'api_refused']);
  expect(body.error.message).toContain('GET /v1/me answered 500');
});

test('a world is seeded through sign-in and the public API', async () => {
  const users = [{ handle: 'ann', followers: 700 }, { handle: 'bob' }, { handle: 'cy' }];
  const { body } = await call('POST', '/local/world', {
    users,
    follows: [
      ['bob', 'ann'],
      ['cy', 'ann'],
      ['ann', 'dee'],
    ],
  });
  expect(body.ids).toEqual({ ann: 'id-ann', bob: 'id-bob', cy: 'id-cy' });
  expect(body.users[0]).toMatchObject({ handle: 'ann', userId: 'id-ann', accessToken: expect.any(String) });
  expect(stage.follows.toSorted()).toEqual(['ann id-dee', 'bob id-ann', 'cy id-ann']);
});

test('the clock starts at real time, moves forward and runs what is due on the way', async () => {
  const before = await call('GET', '/local/clock');
  expect(Math.abs(Date.parse(before.body.now) - Date.now())).toBeLessThan(2000);
  const ran: string[] = [];
  stage.clock.at(stage.clock.now() + 3_600_000, 'an hour', () => void ran.push('an hour'));
  const after = await call('POST', '/local/clock', { advanceSeconds: 7200 });
  expect(Date.parse(after.body.now) - Date.parse(before.body.now)).toBeGreaterThanOrEqual(7_200_000);
  expect(ran).toEqual(['an hour']);
  const later = new Date(Date.parse(after.body.now) + 60_000).toISOString();
  expect(Date.parse((await call('POST', '/local/clock', { now: later })).body.now)).toBeGreaterThanOrEqual(
    Date.parse(later),
  );
});

test('events are listed in order, after an id or after a time', async () => {
  await call('POST', '/local/sign-in', { handle: 'ada', followers: 1 });
  await call('POST', '/local/sign-in', { handle: 'ada', followers: 2 });
  const all = (await call('GET', '/local/events')).body.data;
  expect(all).toHaveLength(2);
  expect(all[0]).toMatchObject({ source: 'rostrum.app', detailType: 'follower.facts', detail: { count: 1 } });
  expect((await call('GET', `/local/events?after=${all[0]?.id}`)).body.data).toEqual([all[1]]);
  expect((await call('GET', `/local/events?after=${all[0]?.at}`)).body.data).toEqual(all);
  expect((await call('GET', '/local/events?after=2100-01-01T00:00:00Z')).body.data).toEqual([]);
});

test('calls are listed with ISO times and can be forgotten', async () => {
  const one = { function: 'join', service: 'dynamodb', operation: 'GetItem', durationMs: 1 };
  stage.calls.record({ ...one, at: Date.parse('2030-01-01T00:00:00Z') });
  stage.calls.record({ ...one, at: Date.parse('2030-01-02T00:00:00Z') });
  const since = await call('GET', '/local/calls?since=2030-01-02T00:00:00Z');
  expect(since.body.data).toEqual([{ ...one, at: '2030-01-02T00:00:00.000Z' }]);
  await call('DELETE', '/local/calls');
  expect((await call('GET', '/local/calls')).body.data).toEqual([]);
});

test('faults are added and taken away', async () => {
  const added = await call('POST', '/local/faults', { service: 'dynamodb', mode: 'throttle', times: 3 });
  expect(added.status).toBe(201);
  expect(stage.faults.take('dynamodb', 'GetItem', ['throttle'])).toBe('throttle');
  await call('DELETE', '/local/faults');
  expect(stage.faults.take('dynamodb', 'GetItem', ['throttle'])).toBeUndefined();
});

test('a connection can be cut, and only one that is there', async () => {
  expect((await call('POST', '/local/audio/drop', { attendeeId: 'connected' })).status).toBe(200);
  expect((await call('POST', '/local/audio/drop', { attendeeId: 'gone' })).status).toBe(404);
  expect((await call('GET', '/local/audio')).body).toEqual({ meetings: [] });
});

const wrong: [string, string, unknown, string][] = [
  ['POST', '/local/sign-in', {}, 'handle'],
  ['POST', '/local/sign-in', { handle: 'much-too-odd' }, 'handle'],
  ['POST', '/local/sign-in', { handle: 'ada', followers: -1 }, 'followers'],
  ['POST', '/local/sign-in', { handle: 'ada', followers: '600' }, 'followers'],
  ['POST', '/local/sign-in', { handle: 'ada', tokenSeconds: -100_000 }, 'tokenSeconds'],
  ['POST', '/local/sign-in', { client: 'robot' }, 'client'],
  ['POST', '/local/sign-in', 'not json', 'body'],
  ['POST', '/local/sign-in', '[]', 'body'],
  ['POST', '/local/world', { users: [{ handle: 'a' }, {}] }, 'users.1.handle'],
  ['POST', '/local/world', { follows: [['a']] }, 'follows.0'],
  ['POST', '/local/clock', {}, 'advanceSeconds'],
  ['POST', '/local/clock', { advanceSeconds: -1 }, 'advanceSeconds'],
  ['POST', '/local/clock', { now: '2001-01-01T00:00:00Z' }, 'now'],
  ['POST', '/local/clock', { now: 'soon' }, 'now'],
  ['POST', '/local/faults', { service: 'dynamodb' }, 'mode'],
  ['POST', '/local/audio/drop', {}, 'attendeeId'],
  ['GET', '/local/calls?since=yesterday', undefined, 'since'],
];
test.each(wrong)('%s %s refuses %j and names the field', async (method, path, body, param) => {
  const answer = await call(method, path, body);
  expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid_field']);
  expect(answer.body.error.param).toBe(param);
});

test('what comes with a later issue says so, and the rest does not exist', async () => {
  const mail = await call('GET', '/local/mail');
  expect([mail.status, mail.body.error.message]).toEqual([501, expect.stringContaining('issue 6')]);
  expect((await call('GET', '/local/nothing')).status).toBe(404);
});
