import { presenceKey } from '../../adapters/dynamodb/table.ts';
import { putItem } from '../races/watching.ts';
import type { Person, World } from '../world.ts';
import { type Chapter, eligible, fault, goLive, join, plan, sure, told, waitUntil } from './telling.ts';

const slowMeetings = { service: 'chime', operation: 'CreateMeeting', mode: 'delay', delaySeconds: 0.5 };

/** Starts that meet others, and claims that are left over. */
export const rivals: Chapter = async (world) => {
  const host = await eligible(world, 'rhost');
  await twoAtOnce(world, host);
  const over = (await host.get('/v1/me/rooms')).body.data[0]?.id ?? '';
  await leftClaim(world, host, over);
  await goLive(world, host).then((id) => host.post(`/v1/rooms/${id}/end`));
  const planned = await plan(world, host);
  await leftClaim(world, host, over);
  told(await host.post(`/v1/rooms/${planned}/start`));
  told(await host.post(`/v1/rooms/${planned}/end`));
  await canceledMeanwhile(world, host);
  await elsewhere(world, host);
};

/** Going live twice in one instant makes one room, and no meeting too many. */
async function twoAtOnce(world: World, host: Person): Promise<void> {
  fault(world, { ...slowMeetings, times: 2 });
  const answers = await Promise.all([1, 2].map((turn) => host.post('/v1/rooms', { title: `Try ${turn}` })));
  sure(
    answers
      .map(({ status }) => status)
      .sort()
      .join() === '201,409',
    'one of two rooms is made',
  );
  const made = answers.find(({ status }) => status === 201);
  told(await host.post(`/v1/rooms/${made?.body.room.id}/end`));
  await world.settle();
}

/** As if the end of that room had been written and the claim of its host left behind. */
const leftClaim = (world: World, { userId }: Person, roomId: string): Promise<void> =>
  putItem(world, 'social', { ...presenceKey(userId), userId, roomId, kind: 'hosting', at: '2026-01-01T00:00:00.000Z' });

/** A start that is overtaken by a cancel takes its meeting away. */
async function canceledMeanwhile(world: World, host: Person): Promise<void> {
  const id = await plan(world, host);
  world.cloud.calls.clear();
  fault(world, slowMeetings);
  const starting = host.post(`/v1/rooms/${id}/start`);
  const isPrepared = () => world.cloud.calls.list().some(({ operation }) => operation === 'GetItem');
  await waitUntil(isPrepared, 'the start has read the room');
  told(await host.post(`/v1/rooms/${id}/cancel`));
  told(await starting, 409);
  await world.settle();
}

/** Whoever goes into another room leaves the first one, the stage too. */
async function elsewhere(world: World, host: Person): Promise<void> {
  const own = await goLive(world, host);
  const other = await goLive(world, await eligible(world, 'rother'));
  await join(host, other);
  await world.advance(5);
  sure(told(await world.nobody.get(`/v1/rooms/${own}`)).graceEndsAt !== undefined, 'the first room is left');
}
