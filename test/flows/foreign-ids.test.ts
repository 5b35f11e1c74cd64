import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { features } from '../../functions/manifest.ts';
import { goodBodies } from '../given/good-bodies.ts';
import { goLive } from '../given/stories.ts';
import { type Answer, openWorld, type Person, type World } from '../world.ts';

/** Every route that names something in its path. */
const routes = features.flatMap(({ operations }) =>
  operations.flatMap(({ name, trigger }) => {
    if (!('http' in trigger) || !trigger.http.includes('{')) return [];
    const [method = '', path = ''] = trigger.http.split(' ');
    return [{ name, method, path }];
  }),
);
type Route = (typeof routes)[number];

let world: World;
let stranger: Person;
let ids: Readonly<Record<string, string>>;
beforeAll(async () => {
  world = await openWorld();
  const host = await world.person('host', { followers: 600 });
  const [speaker, other] = [await world.person('speaker'), await world.person('other')];
  stranger = await world.person('stranger');
  const roomId = await goLive(host, { audience: 'invited', invitedUserIds: [speaker.userId, other.userId] });
  const at = (path: string) => `/v1/rooms/${roomId}/${path}`;
  for (const person of [speaker, other]) expect((await person.post(at('join'))).status).toBe(200);
  expect((await speaker.post(at('invitations/me/accept'))).status).toBe(200);
  await other.post(at('requests'));
  const { id: pinId } = (await host.post(at('pins'), { url: 'https://example.com' })).body;
  const { id: messageId } = (await host.post(at('chat'), { text: 'Among ourselves.' })).body;
  const { id: reportId } = (await other.post('/v1/reports', { roomId, reason: 'spam' })).body;
  ids = { roomId, userId: speaker.userId, handle: 'speaker', pinId, messageId, reportId };
});
afterAll(() => world.close());

const unknown: Readonly<Record<string, string>> = {
  roomId: '1AAAAAAAAAAAA',
  userId: '4242',
  handle: 'nobody_at_all',
  pinId: 'pin_0000000000abc',
  messageId: 'msg_0000000000abc',
  reportId: 'rpt_0000000000abc',
};

function call({ name, method, path }: Route, given: Readonly<Record<string, string>>): Promise<Answer> {
  const url = path.replace(/\{(\w+)\}/g, (_, part: string) => given[part] ?? '');
  const body = goodBodies[name];
  if (method === 'GET') return stranger.get(url);
  if (method === 'DELETE') return stranger.remove(url);
  if (method === 'PUT') return stranger.put(url, body ?? {});
  return method === 'PATCH' ? stranger.patch(url, body ?? { title: 'Mine now' }) : stranger.post(url, body);
}

/** What anybody may do with somebody else's id: see a public profile, follow, block. */
const open: readonly string[] = [
  'getUser',
  'getUserByHandle',
  'followUser',
  'unfollowUser',
  'blockUser',
  'unblockUser',
];
/** Taking away what is not there is done already. */
const idle: readonly string[] = ['unfollowUser', 'unblockUser'];
/** Pages for people, not for programs: they say nothing of a room that is not for the reader. */
const pages: readonly string[] = ['showSharePage'];
/** Whoever has no account cannot be told anything of a room they are not in: there is nothing to leave. */
const conflicts: readonly string[] = ['leaveRoom'];

const named = routes.map((route) => [route.name, route] as const);

describe('an id that somebody else has', () => {
  it.each(named.filter(([name]) => !open.includes(name) && !pages.includes(name)))(
    '%s refuses a stranger with 403 or 404',
    async (name, route) => {
      const answer = await call(route, ids);
      const wanted = conflicts.includes(name) ? [409] : [403, 404];
      expect(wanted, `${answer.status} ${answer.text.slice(0, 200)}`).toContain(answer.status);
    },
  );
});

describe('an id that nobody has', () => {
  it.each(named.filter(([name]) => !idle.includes(name)))('%s answers 403 or 404', async (_name, route) => {
    const answer = await call(route, unknown);
    expect([403, 404], `${answer.status} ${answer.text.slice(0, 200)}`).toContain(answer.status);
  });

  it.each(named.filter(([, { path }]) => path.includes('{roomId}') && path.split('{').length > 2))(
    '%s answers 403 or 404 in a room that is there',
    async (_name, route) => {
      const answer = await call(route, { ...unknown, roomId: ids['roomId'] ?? '' });
      expect([403, 404], `${answer.status} ${answer.text.slice(0, 200)}`).toContain(answer.status);
    },
  );
});
