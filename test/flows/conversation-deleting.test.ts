import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { following, heard, listenerIn, openTalk, say, textsOf } from '../given/conversation.ts';
import { expectRefused } from '../given/stories.ts';
import { openWorld, type Person, type World } from '../world.ts';
import { itemsOf } from './left-behind.ts';

let world: World;
let moderator: Person;
beforeAll(async () => {
  world = await openWorld();
  moderator = await world.person('mod', { roles: ['moderator'] });
});
afterAll(() => world.close());

describe('a line that is deleted', () => {
  it('is gone from the list, its text from the table, and every client is told to take it away', async () => {
    const { roomId, host } = await openTalk(world);
    const ada = await listenerIn(world, roomId, 'deleted1');
    const listener = await following(host, roomId);
    const { id } = await say(ada, roomId, 'something I regret');
    await say(ada, roomId, 'something better');
    await world.advance(2);
    expect((await ada.remove(`/v1/rooms/${roomId}/chat/${id}`)).body).toEqual({});
    await world.advance(2);
    expect(await heard(listener, 'chat.deleted')).toMatchObject({ messageIds: [id] });
    expect(await textsOf(host, roomId)).toEqual(['something better']);
    expect(JSON.stringify(itemsOf(world, 'rooms'))).not.toContain('something I regret');
    expect((await ada.remove(`/v1/rooms/${roomId}/chat/${id}`)).status, 'again').toBe(200);
  });

  it('is deleted by its author, who may have left, by the hosts and by moderators, also when the room is over', async () => {
    const { roomId, host } = await openTalk(world);
    const ada = await listenerIn(world, roomId, 'deleted2');
    const bob = await listenerIn(world, roomId, 'deleted3');
    const lines = [];
    for (const text of ['a', 'b', 'c']) lines.push(await say(ada, roomId, text));
    const [first, second, third] = lines.map(({ id }) => `/v1/rooms/${roomId}/chat/${id}`);
    expectRefused(await bob.remove(`${first}`), 403, 'not_allowed_for_role');
    expectRefused(await (await world.person('outside1')).remove(`${first}`), 403, 'not_allowed_for_role');
    await ada.post(`/v1/rooms/${roomId}/leave`);
    expect((await ada.remove(`${first}`)).status).toBe(200);
    expect((await host.remove(`${second}`)).status).toBe(200);
    await host.post(`/v1/rooms/${roomId}/end`);
    expect((await moderator.remove(`${third}`)).status).toBe(200);
    expect(await textsOf(moderator, roomId)).toEqual([]);
  });

  it('must have been written in this room', async () => {
    const [one, other] = [await openTalk(world), await openTalk(world)];
    const { id } = await say(one.host, one.roomId, 'here');
    expectRefused(await other.host.remove(`/v1/rooms/${other.roomId}/chat/${id}`), 404, 'not_found', {
      param: 'messageId',
    });
    expectRefused(await one.host.remove(`/v1/rooms/${one.roomId}/chat/msg_0000000000000`), 404, 'not_found');
    expectRefused(await one.host.remove(`/v1/rooms/${one.roomId}/chat/${id.slice(4)}`), 400, 'invalid_field', {
      param: 'messageId',
    });
  });
});

describe('whoever has blocked somebody', () => {
  it('does not read their lines, which everybody else reads', async () => {
    const { roomId, host } = await openTalk(world);
    const ada = await listenerIn(world, roomId, 'blocker1');
    const bob = await listenerIn(world, roomId, 'blocked1');
    for (const [person, text] of [
      [bob, 'from bob'],
      [host, 'from the host'],
      [bob, 'bob again'],
      [ada, 'from ada'],
    ] as const)
      await say(person, roomId, text);
    expect((await ada.put(`/v1/me/blocks/${bob.userId}`)).status).toBe(200);
    expect(await textsOf(ada, roomId)).toEqual(['from ada', 'from the host']);
    expect(await textsOf(ada, roomId, '?limit=2')).toEqual(['from ada', 'from the host']);
    expect(await textsOf(host, roomId)).toHaveLength(4);
    await ada.remove(`/v1/me/blocks/${bob.userId}`);
    expect(await textsOf(ada, roomId)).toHaveLength(4);
  });
});
