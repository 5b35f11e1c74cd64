import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTalk } from '../given/conversation.ts';
import { expectRefused, goLive, schedule, toldOf } from '../given/stories.ts';
import { openWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('a share', () => {
  it('is told once for each person and room', async () => {
    const { roomId } = await openTalk(world);
    const [ada, bob] = [await world.person('share1'), await world.person('share2')];
    for (const person of [ada, ada, bob]) {
      const answer = await person.post(`/v1/rooms/${roomId}/shares`);
      expect([answer.status, answer.body]).toEqual([200, {}]);
    }
    expect((await toldOf(world, roomId)).filter((name) => name === 'room.shared')).toHaveLength(2);
    const events = toEvents((await world.nobody.get('/local/events')).body);
    const shared = events.filter(
      ({ detailType, detail }) => detailType === 'room.shared' && detail['roomId'] === roomId,
    );
    expect(shared.map(({ detail }) => detail)).toEqual(
      [ada, bob].map(({ userId }) => ({
        id: `evt_${roomId}.${userId}.room.shared`,
        at: expect.any(String),
        version: 1,
        roomId,
        userId,
      })),
    );
  });

  it('is of a room that the person may read, and that is not over', async () => {
    const { roomId, host } = await openTalk(world, { audience: 'invited' });
    const ada = await world.person('share3');
    expectRefused(await ada.post(`/v1/rooms/${roomId}/shares`), 404, 'room_not_found');
    expect((await world.nobody.post(`/v1/rooms/${roomId}/shares`)).status).toBe(401);
    expect((await host.post(`/v1/rooms/${roomId}/shares`)).status).toBe(200);
    const planned = await schedule(world, await world.person('share4', { followers: 600 }));
    expect((await ada.post(`/v1/rooms/${planned}/shares`)).status).toBe(200);
    await host.post(`/v1/rooms/${roomId}/end`);
    expectRefused(await host.post(`/v1/rooms/${roomId}/shares`), 409, 'room_already_ended');
  });
});

describe('the link of a room', () => {
  it('comes with what its card will say, and opens the page behind it', async () => {
    const host = await world.person('linked', { followers: 600 });
    await host.patch('/v1/me', { name: '<b>Ada</b>' });
    const title = `"><script>alert('1')</script>`;
    const roomId = await goLive(host, { title });
    const share = await world.nobody.get(`/v1/rooms/${roomId}/share`);
    expect([share.status, share.body]).toEqual([
      200,
      {
        url: `${world.url}/r/${roomId}`,
        title,
        description: 'Live now · hosted by <b>Ada</b>',
        hostName: '<b>Ada</b>',
      },
    ]);
    const { text } = await world.nobody.get(`/r/${roomId}`);
    for (const mark of ['<script', '<b>']) expect(text).not.toContain(mark);
  });

  it('is given to whoever may read the room', async () => {
    const { roomId, host } = await openTalk(world, { audience: 'invited' });
    const stranger = await world.person('share5');
    for (const door of [stranger, world.nobody])
      expectRefused(await door.get(`/v1/rooms/${roomId}/share`), 404, 'room_not_found');
    expect((await host.get(`/v1/rooms/${roomId}/share`)).status).toBe(200);
    expect((await world.withToken('nonsense').get(`/v1/rooms/${roomId}/share`)).status).toBe(401);
  });
});
type SeenEvent = { readonly detailType: string; readonly detail: Readonly<Record<string, unknown>> };
const toEvents = (body: unknown) => (body as { readonly data: readonly SeenEvent[] }).data;
