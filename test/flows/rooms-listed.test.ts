import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configWith } from '../given/config.ts';
import { expectRefused, goLive, inSeconds, schedule } from '../given/stories.ts';
import { type Door, openWorld, type Person, type World } from '../world.ts';

let world: World;
let hosts: readonly Person[];
let planner: Person;
let live: readonly string[];
let planned: readonly string[];
const config = configWith({ overrides: { followersToHost: 0, maxScheduledRooms: 30 } });

beforeAll(async () => {
  world = await openWorld({ configFile: config.configFile });
  hosts = await Promise.all(Array.from({ length: 25 }, (_, at) => world.person(`host${at}`)));
  planner = await world.person('planner');
  live = await goLiveInTurn(hosts);
  // Half of them at the same moment, so that a page ends between equal times.
  planned = await Promise.all(
    Array.from({ length: 25 }, (_, at) => schedule(world, planner, 86_400, at % 2 ? {} : { startsAt: noon })),
  );
  await world.settle();
});
afterAll(async () => {
  await world.close();
  config.remove();
});

/** One after the other: the media service makes 20 meetings at once and 10 more a second. */
async function goLiveInTurn(people: readonly Person[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const [at, host] of people.entries())
    ids.push(await goLive(host, { topics: [at < 10 ? 'music' : 'film'], lang: at < 5 ? 'de' : 'en' }));
  return ids;
}
const noon = new Date(Date.now() + 2 * 86_400_000).toISOString();

/** Ids of the pages of a list, one after the other to its end. */
async function pagesOf(reader: Door, path: string, limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor = '';
  do {
    const { body } = await reader.get(`${path}limit=${limit}${cursor}`);
    pages.push(body.data.map(({ id }) => id));
    cursor = body.nextCursor === undefined ? '' : `&cursor=${encodeURIComponent(body.nextCursor)}`;
  } while (cursor !== '' && pages.length < 50);
  return pages;
}
const sorted = (ids: readonly string[]) => ids.toSorted();

describe('the directory', () => {
  it.each([1, 4, 7, 25, 26, 100])('shows each of 25 live rooms once in pages of %i', async (limit) => {
    const pages = await pagesOf(world.nobody, '/v1/rooms?', limit);
    expect(sorted(pages.flat())).toEqual(sorted(live));
    for (const page of pages) expect(page.length).toBeLessThanOrEqual(limit);
  });

  it.each([3, 10, 25])('shows each of 25 planned rooms once in pages of %i, the soonest first', async (limit) => {
    const pages = await pagesOf(world.nobody, '/v1/rooms?state=scheduled&', limit);
    expect(sorted(pages.flat())).toEqual(sorted(planned));
    const rooms = (await world.nobody.get('/v1/rooms?state=scheduled&limit=100')).body.data;
    const times = rooms.map(({ startsAt }) => startsAt);
    expect(times).toEqual(times.toSorted());
  });

  it('shows the newest live rooms first, twenty when not told how many', async () => {
    const { body } = await world.nobody.get('/v1/rooms');
    expect(body.data).toHaveLength(20);
    const times = body.data.map(({ startedAt }) => startedAt);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it('finds by topic and by language over all pages', async () => {
    expect(sorted((await pagesOf(world.nobody, '/v1/rooms?topic=music&', 4)).flat())).toEqual(
      sorted(live.slice(0, 10)),
    );
    expect(sorted((await pagesOf(world.nobody, '/v1/rooms?lang=de&topic=music&', 4)).flat())).toEqual(
      sorted(live.slice(0, 5)),
    );
    expect((await pagesOf(world.nobody, '/v1/rooms?topic=books&', 50)).flat()).toEqual([]);
  });

  it('neither doubles nor misses a room when others start and end between the pages', async () => {
    const first = (await world.nobody.get('/v1/rooms?limit=10')).body;
    const newcomer = await world.person('newcomer');
    const id = await goLive(newcomer);
    await newcomer.post(`/v1/rooms/${id}/end`);
    await world.settle();
    const next = (await world.nobody.get(`/v1/rooms?limit=100&cursor=${encodeURIComponent(first.nextCursor)}`)).body;
    expect(sorted([...first.data, ...next.data].map((room) => room.id))).toEqual(sorted(live));
  });

  it('hides rooms that are not listed or not for everybody, and those that are over', async () => {
    const [unlisted, invited, followers] = [
      await world.person('unlisted'),
      await world.person('private'),
      await world.person('followed'),
    ];
    const ids = [
      await goLive(unlisted, { isListed: false }),
      await goLive(invited, { audience: 'invited' }),
      await goLive(followers, { audience: 'followers' }),
    ];
    await world.settle();
    const shown = (await pagesOf(unlisted, '/v1/rooms?', 100)).flat();
    expect(sorted(shown)).toEqual(sorted(live));
    expect((await world.nobody.get(`/v1/rooms/${ids[0]}`)).status).toBe(200);
    for (const id of ids.slice(1)) {
      expectRefused(await world.nobody.get(`/v1/rooms/${id}`), 404, 'room_not_found');
      expectRefused(await planner.get(`/v1/rooms/${id}`), 404, 'room_not_found');
    }
  });

  it.each([
    ['limit=0', 'limit', 'invalid_field'],
    ['limit=101', 'limit', 'invalid_field'],
    ['limit=abc', 'limit', 'invalid_field'],
    ['state=ended', 'state', 'invalid_field'],
    ['q=hello', 'q', 'not_available_yet'],
    ['cursor=none', 'cursor', 'malformed_cursor'],
  ])('refuses %s', async (query, param, code) => {
    expectRefused(await world.nobody.get(`/v1/rooms?${query}`), 400, code, { param });
  });
});

describe('my rooms', () => {
  it('are all of mine and nobody else’s, the newest first, page by page', async () => {
    const pages = await pagesOf(planner, '/v1/me/rooms?', 10);
    expect(pages.map((page) => page.length)).toEqual([10, 10, 5]);
    expect(sorted(pages.flat())).toEqual(sorted(planned));
    expect(pages.flat()).toEqual(sorted(planned).toReversed());
  });

  it('are found by status', async () => {
    const host = await world.person('several');
    const ended = await goLive(host);
    await host.post(`/v1/rooms/${ended}/end`);
    const canceled = await schedule(world, host);
    await host.post(`/v1/rooms/${canceled}/cancel`);
    const later = await schedule(world, host, 3600, { startsAt: inSeconds(world, 4000) });
    const now = await goLive(host);
    const of = async (status: string) => (await pagesOf(host, `/v1/me/rooms?status=${status}&`, 100)).flat();
    expect([await of('ended'), await of('canceled'), await of('scheduled'), await of('live')]).toEqual([
      [ended],
      [canceled],
      [later],
      [now],
    ]);
    await host.post(`/v1/rooms/${now}/end`);
  });
});
