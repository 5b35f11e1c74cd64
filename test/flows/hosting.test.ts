import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('going live', () => {
  it('lets somebody with 600 followers go live and anybody join', async () => {
    const host = await world.person('ada', { followers: 600 });
    const created = await host.post('/v1/rooms', { title: 'Morning talk' });
    expect(created.status, created.text).toBe(201);
    expect(created.body.room.status).toBe('live');
    expect(created.body.audio.kind).toBe('stage');
    const listener = await world.person('bea');
    const joined = await listener.post(`/v1/rooms/${created.body.room.id}/join`);
    expect(joined.status, joined.text).toBe(200);
    expect(joined.body.role).toBe('listener');
    expect(joined.body.audio.kind).toBe('audience');
    expect(joined.body.audio.attendee.JoinToken).not.toBe('');
  });
});
