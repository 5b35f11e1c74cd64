import type { Person, World } from '../world.ts';
import { type Chapter, eligible, goLive, join, plan, sure, told } from './telling.ts';

/** A live room from its start to its end, seen by everybody who may see it. */
export const liveRoom: Chapter = async (world) => {
  const host = await eligible(world, 'lhost');
  const [friend, shown] = [await world.person('lfriend'), await world.person('lshown')];
  told(await shown.patch('/v1/me', { isListeningShared: true }));
  const wish = { title: 'Once', invitedUserIds: [friend.userId] };
  const key = { 'idempotency-key': 'only-once' };
  const { id } = told(await host.post('/v1/rooms', wish, key)).room;
  sure(told(await host.post('/v1/rooms', wish, key)).room.id === id, 'a room is made only once');
  await world.settle();
  for (const person of [friend, shown]) await join(person, id);
  told(await shown.post(`/v1/rooms/${id}/leave`));
  await join(shown, id);
  await world.advance(2);
  await seen(world, host, shown, id);
  told(await host.patch(`/v1/rooms/${id}`, { title: 'Twice', isLocked: true }));
  told(await host.post(`/v1/rooms/${id}/end`));
  await world.settle();
  sure(told(await host.get('/v1/me/rooms?status=ended')).data.length === 1, 'a host finds the rooms that are over');
};

async function seen(world: World, host: Person, listener: Person, id: string): Promise<void> {
  sure(told(await world.nobody.get(`/v1/rooms/${id}`)).participantCount === 3, 'people are counted');
  sure(told(await listener.get(`/v1/rooms/${id}`)).title === 'Once', 'a room is read');
  sure(told(await host.get(`/v1/rooms/${id}/people`)).data.length === 2, 'the stage and whoever is shown are listed');
  const { data } = told(await world.nobody.get('/v1/rooms?state=live'));
  sure(
    data.some((room) => room.id === id),
    'the directory shows the room',
  );
  told(await world.nobody.get(`/r/${id}`));
}

/** Rooms for later: moved, canceled, started, forgotten. */
export const plannedRooms: Chapter = async (world) => {
  const host = await eligible(world, 'phost');
  const canceled = await plan(world, host);
  const startsAt = new Date(world.cloud.clock.now() + 7_200_000).toISOString();
  told(await host.patch(`/v1/rooms/${canceled}`, { startsAt }));
  told(await host.post(`/v1/rooms/${canceled}/cancel`));
  const started = await plan(world, host);
  // By then the switches that the plan found are looked at again.
  await world.advance(6);
  told(await host.post(`/v1/rooms/${started}/start`));
  told(await host.post(`/v1/rooms/${started}/start`));
  told(await host.post('/v1/rooms', { title: 'Second' }), 409);
  await world.settle();
  const forgotten = await plan(world, host);
  told(await host.post(`/v1/rooms/${forgotten}/start`), 409);
  told(await host.post(`/v1/rooms/${started}/end`));
  await world.advance(3 * 3600);
  const { status, endReason } = told(await world.nobody.get(`/v1/rooms/${forgotten}`));
  sure(status === 'canceled' && endReason === 'no_show', 'a room nobody starts is canceled');
};

/** Whom a room lets in: followers, invited people, holders of tickets. */
export const doors: Chapter = async (world) => {
  const host = await eligible(world, 'dhost');
  const [fan, stranger] = [await world.person('dfan'), await world.person('dstranger')];
  told(await fan.put(`/v1/me/following/${host.userId}`));
  const id = await goLive(world, host);
  for (const [audience, refusal] of [
    ['followers', 403],
    ['invited', 403],
    ['tickets', 402],
  ] as const) {
    const changed = await host.patch(`/v1/rooms/${id}`, { audience });
    if (changed.status !== 200) continue;
    told(await stranger.post(`/v1/rooms/${id}/join`), refusal);
    await stranger.get(`/v1/rooms/${id}`);
    if (audience === 'followers') await join(fan, id);
  }
  told(await host.post(`/v1/rooms/${id}/leave`));
  await world.settle();
};
