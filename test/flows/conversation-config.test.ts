import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTalk, say, textsOf } from '../given/conversation.ts';
import { expectRefused } from '../given/stories.ts';
import { openRaceWorldWith } from '../races/watching.ts';
import type { World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await openRaceWorldWith({
    blockedWords: ['darn', 'bad words'],
    reactions: ['🎻', ':)'],
    domain: 'rooms.example.org',
  });
}, 60_000);
afterAll(() => world.close());

describe('an operator', () => {
  it('keeps words out of the chat and of notes', async () => {
    const { roomId, host } = await openTalk(world);
    for (const text of ['Darn!', 'such BAD words'])
      expectRefused(await host.post(`/v1/rooms/${roomId}/chat`, { text }), 400, 'invalid_field', { param: 'text' });
    const pin = { url: 'https://example.org', note: 'darn' };
    expectRefused(await host.post(`/v1/rooms/${roomId}/pins`, pin), 400, 'invalid_field', { param: 'note' });
    await say(host, roomId, 'darning socks');
    expect(await textsOf(host, roomId)).toEqual(['darning socks']);
  });

  it('chooses the reactions', async () => {
    const { roomId, host } = await openTalk(world);
    const react = (emoji: string) => host.post(`/v1/rooms/${roomId}/reactions`, { emoji });
    for (const emoji of ['🎻', ':)']) expect((await react(emoji)).status).toBe(200);
    expectRefused(await react('👏'), 400, 'reaction_unknown');
  });

  it('chooses the address that links lead to', async () => {
    const { roomId } = await openTalk(world);
    const { body } = await world.nobody.get(`/v1/rooms/${roomId}/share`);
    expect(body).toMatchObject({ url: `https://rooms.example.org/r/${roomId}` });
  });
});
