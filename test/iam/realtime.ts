import { openOperator } from '../flows/operator.ts';
import { type Chapter, eligible, goLive, join, told } from './telling.ts';

/** Somebody comes on stage and off it again: they are told on the channel that is theirs alone. */
export const realtime: Chapter = async (world) => {
  const host = await eligible(world, 'thost');
  const speaker = await world.person('tspeaker');
  const id = await goLive(world, host);
  await join(speaker, id);
  const operator = await openOperator(world);
  await operator.putOnStage(id, speaker);
  await world.settle();
  await operator.takeOffStage(id, speaker);
  await world.settle();
  told(await speaker.post('/v1/me/realtime'));
  told(await host.post(`/v1/rooms/${id}/end`));
  await world.settle();
};
