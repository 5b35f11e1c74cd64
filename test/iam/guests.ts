import { beforeRelay, type Chapter, eligible, told } from './telling.ts';

/** Somebody without an account: before there is a place, in it, and away. */
export const guests: Chapter = async (world) => {
  const host = await eligible(world, 'ghost');
  const listenTo = (id: string) => world.nobody.post(`/v1/rooms/${id}/listen`);
  const id: string = await beforeRelay(world, async () => {
    const { room } = told(await host.post('/v1/rooms', { title: 'Open doors' }));
    told(await listenTo(room.id), 503);
    return room.id;
  });
  await world.advance(60);
  const { token } = told(await listenTo(id)).guest;
  told(await world.nobody.post(`/v1/rooms/${id}/leave`, undefined, { 'rostrum-guest': token }));
  told(await host.post(`/v1/rooms/${id}/end`));
  await world.settle();
};
