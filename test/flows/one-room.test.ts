import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorld, type Person, type World } from '../world.ts';

let world: World;
let [ada, cleo]: Person[] = [];
beforeAll(async () => {
  world = await openWorld();
  [ada, cleo] = await Promise.all([world.person('ada', { followers: 600 }), world.person('cleo', { followers: 600 })]);
});
afterAll(() => world.close());

const live = async (host: Person | undefined, title: string) =>
  (await host?.post('/v1/rooms', { title }))?.body.room.id;
const countIn = async (roomId: string | undefined) =>
  (await world.nobody.get(`/v1/rooms/${roomId}`)).body.participantCount;

it('joining another room leaves the first one', async () => {
  const [first, second] = [await live(ada, 'First'), await live(cleo, 'Second')];
  const listener = await world.person('bea');
  await listener.post(`/v1/rooms/${first}/join`);
  await world.advance(2);
  expect(await countIn(first)).toBe(2);
  await listener.post(`/v1/rooms/${second}/join`);
  await world.advance(3);
  expect([await countIn(first), await countIn(second)]).toEqual([1, 2]);
});

it('a host who goes to another room starts the grace of their own', async () => {
  const mine = (await ada?.get('/v1/me/rooms?status=live'))?.body.data[0]?.id;
  const other = (await cleo?.get('/v1/me/rooms?status=live'))?.body.data[0]?.id;
  await ada?.post(`/v1/rooms/${other}/join`);
  await world.advance(3);
  expect((await world.nobody.get(`/v1/rooms/${mine}`)).body.graceEndsAt).toBeDefined();
  await ada?.post(`/v1/rooms/${mine}/join`);
  await world.advance(3);
  expect((await world.nobody.get(`/v1/rooms/${mine}`)).body.graceEndsAt).toBeUndefined();
  expect(await countIn(other)).toBe(2);
});
