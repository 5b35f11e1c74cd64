import { type Chapter, eligible, fault, told } from './telling.ts';

/** Somebody without an account: before there is a place, in it, and away. */
export const guests: Chapter = async (world) => {
  const host = await eligible(world, 'ghost');
  fault(world, { service: 'streams', mode: 'delay' });
  const { id } = told(await host.post('/v1/rooms', { title: 'Open doors' })).room;
  const listen = () => world.nobody.post(`/v1/rooms/${id}/listen`);
  told(await listen(), 200, 503);
  await world.advance(60);
  const { token } = told(await listen()).guest;
  told(await world.nobody.post(`/v1/rooms/${id}/leave`, undefined, { 'rostrum-guest': token }));
  told(await host.post(`/v1/rooms/${id}/end`));
  await world.settle();
};
