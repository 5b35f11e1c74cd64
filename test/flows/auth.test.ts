import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { features } from '../../functions/manifest.ts';
import { everythingStored, expectRefused, goLive, schedule } from '../given/stories.ts';
import { badTokens } from '../tokens.ts';
import { openWorld, type Person, type World } from '../world.ts';

let world: World;
let host: Person;
let other: Person;
let live: string;
let planned: string;
beforeAll(async () => {
  world = await openWorld();
  host = await world.person('ada', { followers: 600 });
  other = await world.person('bea', { followers: 600 });
  live = await goLive(host);
  planned = await schedule(world, host);
});
afterAll(() => world.close());

const routes = features
  .flatMap(({ operations }) => operations)
  .flatMap(({ trigger }) => ('http' in trigger ? [{ http: trigger.http, isPublic: trigger.auth !== 'user' }] : []));
/** Open for the gateway only: the function wants the token of a person or of a guest. */
const forKnownGuests: readonly string[] = ['POST /v1/rooms/{roomId}/leave', 'POST /v1/reports'];
/** Its caller signs what it sends, and has no token: test/flows/stripe-webhooks. */
const isSigned = (http: string): boolean => http === 'POST /webhooks/stripe';
/** What nobody is told at open routes when there is nothing for them: no signature, no tickets for this room. */
const openRefusals: Readonly<Record<string, number>> = {
  'POST /webhooks/stripe': 400,
  'GET /v1/rooms/{roomId}/sale': 404,
};
const pathOf = (path: string) =>
  path.replace('{roomId}', live).replace('{userId}', host.userId).replace('{handle}', host.handle);
const ask = (route: string, headers: Record<string, string>) => {
  const [method = 'GET', path = ''] = route.split(' ');
  return fetch(`${world.url}${pathOf(path)}`, { method, headers });
};

describe('a token that is wrong', () => {
  it.each(badTokens)('opens no route, public or not: $title', async ({ make }) => {
    const authorization = `Bearer ${await make(world.url, 'ada')}`;
    const before = await everythingStored(world);
    for (const { http, isPublic } of routes) {
      const answer = await ask(http, { authorization });
      const text = await answer.text();
      if (isSigned(http)) {
        expect([http, answer.status, text]).toEqual([http, 400, expect.stringContaining('"code":"invalid_signature"')]);
        continue;
      }
      expect([http, answer.status], text).toEqual([http, 401]);
      // The gateway speaks for the routes it guards, the function for the others.
      expect(text).toContain(isPublic ? '"code":"unauthenticated"' : '{"message":"Unauthorized"}');
    }
    expect(await everythingStored(world)).toEqual(before);
  });

  it.each(['Bearer', 'Basic YWRhOmFkYQ==', 'Bearer a b', 'Bearer ..', 'Bearer null'])(
    '%j opens nothing',
    async (authorization) => {
      for (const { http } of routes)
        expect([http, (await ask(http, { authorization })).status]).toEqual([http, isSigned(http) ? 400 : 401]);
    },
  );
});

describe('routes', () => {
  it('are either closed without a token or say why they are open', async () => {
    expect(world.cloud.model.httpApis.flatMap((api) => api.routes)).toHaveLength(routes.length);
    for (const { method, path, authorizer } of world.cloud.model.httpApis.flatMap((api) => api.routes)) {
      const entry = features
        .flatMap(({ operations }) => operations)
        .find(({ trigger }) => 'http' in trigger && trigger.http === `${method} ${path}`);
      const auth = entry && 'http' in entry.trigger ? entry.trigger.auth : undefined;
      const reason = typeof auth === 'object' ? auth.none : '';
      expect([path, authorizer === undefined], path).toEqual([path, reason !== '']);
      if (authorizer) expect(authorizer.audience.length).toBeGreaterThan(0);
      else expect(reason.split(' ').length, `${path} says too little`).toBeGreaterThan(3);
    }
  });

  it('that are closed answer 401 without a token, the others do not', async () => {
    for (const { http, isPublic } of routes) {
      const { status } = await ask(http, {});
      const isOpen = isPublic && !forKnownGuests.includes(http);
      const refusal = openRefusals[http];
      const isAsWanted = refusal === undefined ? (isOpen ? status < 400 : status === 401) : status === refusal;
      expect([http, isAsWanted]).toEqual([http, true]);
    }
  });

  it('for people refuse the token of an app', async () => {
    const { accessToken } = (await world.nobody.post('/local/sign-in', { client: 'app' })).body;
    for (const { http } of routes.filter(({ isPublic }) => !isPublic)) {
      const answer = await ask(http, { authorization: `Bearer ${accessToken}` });
      expect([401, 403], `${http} ${await answer.text()}`).toContain(answer.status);
    }
  });
});

describe('identity', () => {
  const posing = () => ({
    userId: host.userId,
    hostId: host.userId,
    creatorId: host.userId,
    sub: host.userId,
    roles: ['moderator', 'admin'],
    platformRoles: ['moderator', 'admin'],
    rostrum_roles: ['moderator'],
    caller: { userId: host.userId },
  });

  it('in body, query and headers is ignored: another person commands nothing in a room that is not theirs', async () => {
    const before = await everythingStored(world);
    const query = `?userId=${host.userId}&roles=moderator&sub=${host.userId}`;
    const headers = { 'x-user-id': host.userId, 'x-amzn-oidc-identity': host.userId };
    for (const [room, command] of [
      [live, 'end'],
      [planned, 'start'],
      [planned, 'cancel'],
      [live, 'cancel'],
      [live, 'start'],
    ])
      expectRefused(
        await other.post(`/v1/rooms/${room}/${command}${query}`, posing(), headers),
        403,
        'not_allowed_for_role',
      );
    for (const room of [live, planned])
      expectRefused(
        await other.patch(`/v1/rooms/${room}${query}`, { ...posing(), title: 'Taken' }, headers),
        403,
        'not_allowed_for_role',
      );
    expect(await everythingStored(world)).toEqual(before);
  });

  it('in a body does not say whose room it is, nor whose profile', async () => {
    const created = await other.post('/v1/rooms', {
      title: 'Mine',
      id: 'abc',
      status: 'ended',
      version: 7,
      ...posing(),
    });
    expect(created.body.room, created.text).toMatchObject({
      hostId: other.userId,
      creatorId: other.userId,
      status: 'live',
      version: 1,
    });
    expect(created.body.room.id).not.toBe('abc');
    await other.patch('/v1/me', { id: host.userId, ...posing(), name: 'Bea' });
    expect((await other.get(`/v1/users/${host.userId}`)).body.name).toBe('ada');
    expect((await other.get('/v1/me')).body).toMatchObject({ id: other.userId, name: 'Bea' });
    const ended = await other.post(`/v1/rooms/${created.body.room.id}/end`, { roomId: live });
    expect(ended.body).toMatchObject({ id: created.body.room.id, status: 'ended' });
    expect((await host.get(`/v1/rooms/${live}`)).body.status).toBe('live');
  });

  it('is the path’s where the path names somebody', async () => {
    await other.put(`/v1/me/following/${host.userId}?userId=1`, { userId: '2', followerId: host.userId });
    expect((await host.get('/v1/me')).body).toMatchObject({ followerCount: 600, followingCount: 0 });
    expect((await other.get('/v1/me')).body).toMatchObject({ followingCount: 1 });
  });

  it('of one account is never that of another with the same id', async () => {
    const twin = await world.person('twin', { claims: { sub: host.userId } });
    for (const [method, path] of [
      ['get', '/v1/me'],
      ['patch', '/v1/me'],
      ['get', '/v1/me/hosting-verdict'],
      ['get', '/v1/me/rooms'],
      ['post', '/v1/rooms'],
      ['get', `/v1/rooms/${live}`],
      ['get', `/v1/rooms/${live}/people`],
      ['post', `/v1/rooms/${live}/join`],
      ['post', `/v1/rooms/${live}/end`],
      ['post', `/v1/rooms/${live}/leave`],
      ['patch', `/v1/rooms/${live}`],
      ['post', `/v1/rooms/${planned}/start`],
      ['post', `/v1/rooms/${planned}/cancel`],
      ['put', `/v1/me/following/${other.userId}`],
      ['remove', `/v1/me/following/${other.userId}`],
    ] as const) {
      const body = method === 'get' ? undefined : { title: 'Twin', name: 'Twin' };
      const answer = await twin[method](path, body);
      expect([method, path, answer.status], answer.text).toEqual([method, path, 401]);
    }
    expect((await host.get(`/v1/rooms/${live}`)).body.status).toBe('live');
  });

  it('as moderator comes from the token alone, as the function and as the gateway read it', async () => {
    const closed = await goLive(await world.person('closed', { followers: 600 }), { audience: 'invited' });
    const moderator = await world.person('mod', { roles: ['helper', 'moderator'] });
    const pretender = await world.person('moderator', { name: 'moderator', roles: ['moderators'] });
    for (const path of [`/v1/rooms/${closed}`, `/v1/rooms/${closed}/people`]) {
      expect((await moderator.get(path)).status).toBe(200);
      expectRefused(await pretender.get(`${path}?roles=moderator`), 404, 'room_not_found');
    }
  });
});
