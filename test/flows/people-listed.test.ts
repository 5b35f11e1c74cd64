import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefused, goLive } from '../given/stories.ts';
import { openWorld, type Person, type World } from '../world.ts';

let world: World;
let host: Person;
let seen: readonly Person[];
let hidden: readonly Person[];
let roomId: string;

beforeAll(async () => {
  world = await openWorld();
  host = await world.person('ada', { followers: 600 });
  roomId = await goLive(host);
  seen = await Promise.all(Array.from({ length: 12 }, (_, at) => world.person(`seen${at}`)));
  hidden = await Promise.all(Array.from({ length: 5 }, (_, at) => world.person(`hidden${at}`)));
  for (const person of seen) await person.patch('/v1/me', { isListeningShared: true });
  for (const person of [...seen, ...hidden]) await person.post(`/v1/rooms/${roomId}/join`);
  await world.advance(2);
});
afterAll(() => world.close());

async function listenersIn(reader: Person, limit: number): Promise<string[]> {
  const found: string[] = [];
  let cursor = '';
  do {
    const { body } = await reader.get(`/v1/rooms/${roomId}/people?role=listener&limit=${limit}${cursor}`);
    found.push(...body.data.map(({ userId }) => userId));
    cursor = body.nextCursor === undefined ? '' : `&cursor=${encodeURIComponent(body.nextCursor)}`;
  } while (cursor !== '' && found.length < 100);
  return found;
}
const idsOf = (people: readonly Person[]) => people.map(({ userId }) => userId).toSorted();

describe('people in a room', () => {
  it.each([1, 5, 12, 13, 100])(
    'shows listeners who allow it, each once, in pages of %i, and counts all',
    async (limit) => {
      expect((await listenersIn(host, limit)).toSorted()).toEqual(idsOf(seen));
      const all = await host.get(`/v1/rooms/${roomId}/people`);
      expect(all.body).toMatchObject({ counts: { stage: 1, listeners: 17 } });
      expect(all.body.data[0]).toMatchObject({ role: 'host', userId: host.userId, user: { handle: 'ada' } });
      expect(all.body.data).toHaveLength(13);
    },
  );

  it('shows the stage alone when asked for it', async () => {
    const { body } = await host.get(`/v1/rooms/${roomId}/people?role=host`);
    expect(body.data.map(({ userId }) => userId)).toEqual([host.userId]);
    expect((await host.get(`/v1/rooms/${roomId}/people?role=speaker`)).body.data).toEqual([]);
  });

  it('shows nobody who has left', async () => {
    const [leaver, ...others] = seen;
    await leaver?.post(`/v1/rooms/${roomId}/leave`);
    await world.advance(2);
    expect((await listenersIn(host, 100)).toSorted()).toEqual(idsOf(others));
    await leaver?.post(`/v1/rooms/${roomId}/join`);
    await world.advance(2);
  });

  it('is for people who may see the room, refuses what it cannot read, and is empty after the end', async () => {
    const path = `/v1/rooms/${roomId}/people`;
    expect((await world.nobody.get(path)).status).toBe(401);
    for (const [query, param, code] of [
      ['limit=0', 'limit', 'invalid_field'],
      ['role=guest', 'role', 'invalid_field'],
      ['cursor=none', 'cursor', 'malformed_cursor'],
    ] as const)
      expectRefused(await host.get(`${path}?${query}`), 400, code, { param });
    expectRefused(await host.get('/v1/rooms/0/people'), 404, 'room_not_found', { param: 'roomId' });
    const closed = await goLive(await world.person('bea', { followers: 600 }), { audience: 'invited' });
    expectRefused(await host.get(`/v1/rooms/${closed}/people`), 404, 'room_not_found');
    await host.post(`/v1/rooms/${roomId}/end`);
    expect((await host.get(path)).body).toMatchObject({ data: [], counts: { stage: 0, listeners: 0 } });
  });
});
