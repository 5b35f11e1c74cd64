import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectRefused, inSeconds, roomsWithMeeting, storedRooms } from '../given/stories.ts';
import { type Answer, openWorld, type Person, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ tableOptions: { holdTransactionsMs: 5 } });
});
afterAll(() => world.close());

const keyed = (host: Person, key: string, wish: object) => host.post('/v1/rooms', wish, { 'idempotency-key': key });
const roomsOf = (host: Person) => storedRooms(world).filter(({ hostId }) => hostId === host.userId);

/** The answer but for its realtime token, which is fresh each time. */
function withoutToken({ status, body }: Answer): string {
  if (!body.realtime) return `${status} ${JSON.stringify(body)}`;
  const { channels, url } = body.realtime;
  return `${status} ${JSON.stringify({ ...body, realtime: { channels, url } })}`;
}

it('a repeated request with its key makes one room and is answered the same', async () => {
  const host = await world.person('ada', { followers: 600 });
  const first = await keyed(host, 'k-1', { title: 'Once', topics: ['music'] });
  expect(first.status, first.text).toBe(201);
  const again = await keyed(host, 'k-1', { topics: ['music'], title: 'Once' });
  expect(withoutToken(again)).toBe(withoutToken(first));
  expect(roomsOf(host)).toHaveLength(1);
  expectRefused(await keyed(host, 'k-2', { title: 'Once', topics: ['music'] }), 409, 'already_hosting');
});

it('another request under the same key is refused and makes nothing', async () => {
  const host = await world.person('bea', { followers: 600 });
  await keyed(host, 'k-1', { title: 'First' });
  expectRefused(await keyed(host, 'k-1', { title: 'Other' }), 409, 'idempotency_mismatch', {
    param: 'Idempotency-Key',
  });
  expect(roomsOf(host)).toHaveLength(1);
});

it('the same key of two people is two keys', async () => {
  const [one, two] = [await world.person('cleo', { followers: 600 }), await world.person('dan', { followers: 600 })];
  const answers = [await keyed(one, 'shared', { title: 'Mine' }), await keyed(two, 'shared', { title: 'Mine' })];
  expect(answers.map(({ body }) => body.room.hostId)).toEqual([one.userId, two.userId]);
});

it('ten requests at once with one key make one room, one meeting and one answer', async () => {
  const host = await world.person('eva', { followers: 600 });
  const answers = await Promise.all(Array.from({ length: 10 }, () => keyed(host, 'k-1', { title: 'Ten' })));
  const [room] = roomsOf(host);
  expect(new Set(answers.map(withoutToken)).size, answers.map((a) => a.text).join('\n')).toBe(1);
  expect(answers[0]?.body.room.id).toBe(room?.id);
  expect(roomsOf(host)).toHaveLength(1);
  await world.settle();
  const live = storedRooms(world).filter(({ status }) => status === 'live');
  expect(roomsWithMeeting(world)).toEqual(live.map(({ id }) => id).toSorted());
});

it('ten at once with one key and different wishes make one room; the others are told of the mismatch', async () => {
  const host = await world.person('fay', { followers: 600 });
  const startsAt = inSeconds(world, 3600);
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, at) => keyed(host, 'k-1', { title: `Wish ${at}`, startsAt })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  for (const answer of answers.filter(({ status }) => status !== 201))
    expectRefused(answer, 409, 'idempotency_mismatch');
  expect(roomsOf(host)).toHaveLength(1);
});

it('a refused request does not use its key up', async () => {
  const host = await world.person('gil', { followers: 599 });
  expectRefused(await keyed(host, 'k-1', { title: 'Again' }), 403, 'not_eligible_to_host');
  await world.person('gil', { followers: 600 });
  expect((await keyed(host, 'k-1', { title: 'Again' })).status).toBe(201);
});

it.each([['k'.repeat(256)], ['two words'], ['tab\there']])('the key %j is refused', async (key) => {
  const host = await world.person('hal', { followers: 600 });
  expectRefused(await keyed(host, key, { title: 'Key' }), 400, 'invalid_field', { param: 'Idempotency-Key' });
  expect(roomsOf(host)).toHaveLength(0);
});

it('a key is forgotten after 24 hours', async () => {
  await world.person('ida', { followers: 600 });
  const host = await world.person('ida');
  const first = await keyed(host, 'k-1', { title: 'Daily' });
  await host.post(`/v1/rooms/${first.body.room.id}/end`);
  await world.advance(25 * 3600);
  const later = await world.person('ida', { followers: 600 });
  const second = await keyed(later, 'k-1', { title: 'Daily' });
  expect(second.status, second.text).toBe(201);
  expect(second.body.room.id).not.toBe(first.body.room.id);
});
