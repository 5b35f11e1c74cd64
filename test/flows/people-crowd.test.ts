import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goLive } from '../given/stories.ts';
import { crowdsOf } from '../races/crowds.ts';
import { callsOf } from '../races/watching.ts';
import { type Answer, openWorld, type Person, type World } from '../world.ts';

const size = 1000;

let world: World;
let host: Person;
let roomId: string;
let shown: readonly string[];
beforeAll(async () => {
  world = await openWorld();
  host = await world.person('ada', { followers: 600 });
  roomId = await goLive(host);
  await world.settle();
  shown = await crowdsOf(world).shown(size, roomId);
});
afterAll(() => world.close());

const page = (limit: number, cursor = ''): Promise<Answer> =>
  host.get(
    `/v1/rooms/${roomId}/people?role=listener&limit=${limit}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
  );
const queriesOf = (answer: Answer): number =>
  callsOf(world, answer).filter(({ operation }) => operation === 'Query').length;

describe('a room of a thousand listeners', () => {
  it('counts them all a second after everything has been heard of', async () => {
    await world.settle();
    await world.advance(1);
    expect((await host.get(`/v1/rooms/${roomId}`)).body).toMatchObject({
      participantCount: size + 1,
      peakCount: size + 1,
    });
    expect((await page(1)).body).toMatchObject({ counts: { stage: 1, listeners: size } });
  });

  it('is listed page by page: everybody once, all pages full but the last', async () => {
    const found: string[] = [];
    const sizes: number[] = [];
    let cursor = '';
    do {
      const answer = await page(90, cursor);
      expect(answer.status, answer.text).toBe(200);
      found.push(...answer.body.data.map(({ userId }) => userId));
      sizes.push(answer.body.data.length);
      cursor = answer.body.nextCursor ?? '';
    } while (cursor !== '');
    expect(found.toSorted()).toEqual(shown.toSorted());
    expect(sizes).toEqual([...Array.from({ length: 11 }, () => 90), 10]);
  });

  it('takes few queries a page', async () => {
    expect(queriesOf(await page(10))).toBe(1);
    // Some 16 people a shard: 1, 2 and 4 shards at once.
    expect(queriesOf(await page(100))).toBe(7);
  });
});
