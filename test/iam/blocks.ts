import { blockKey } from '../../adapters/dynamodb/table.ts';
import { openOperator } from '../flows/operator.ts';
import { putItem } from '../races/watching.ts';
import { beforeRelay, type Chapter, eligible, goLive, join, newcomer, sure, told } from './telling.ts';

/** Somebody is blocked out of a room, comes back unblocked, and whoever blocked a speaker is warned. */
export const blocks: Chapter = async (world) => {
  const host = await eligible(world, 'bhost');
  const [speaker, viewer] = [await world.person('bspeaker'), await world.person('bviewer')];
  const listener = await world.person('blistener');
  const id = await goLive(world, host);
  const path = `/v1/me/blocks/${speaker.userId}`;
  told(await (await newcomer(world, 'bfresh')).put(path));
  told(await (await newcomer(world, 'bfresher')).remove(path));
  told(await speaker.put(`/v1/me/following/${host.userId}`));
  const operator = await openOperator(world);
  for (const person of [speaker, listener]) await join(person, id);
  await operator.putOnStage(id, speaker);
  await beforeRelay(world, async () => {
    told(await host.put(path));
    told(await host.put(`/v1/me/blocks/${listener.userId}`));
    told(await speaker.post(`/v1/rooms/${id}/join`), 403);
  });
  await world.advance(60);
  sure(told(await host.get('/v1/me/blocks')).data.length === 2, 'a block list is read');
  told(await host.remove(path));
  told(await viewer.put(path));
  await join(viewer, id);
  await join(speaker, id);
  await operator.putOnStage(id, speaker);
  await world.advance(15);
  await operator.putOnStage(id, viewer);
  // A request that dies behind its write leaves the rest to the relay.
  const quiet = await world.person('bquiet');
  await join(quiet, id);
  for (const { userId: blockedId } of [viewer, quiet]) {
    const edge = { blockerId: host.userId, blockedId, at: new Date().toISOString() };
    await putItem(world, 'social', { ...blockKey(host.userId, blockedId), ...edge });
  }
  await world.settle();
  for (const person of [viewer, quiet]) told(await person.post(`/v1/rooms/${id}/join`), 403);
  told(await host.post(`/v1/rooms/${id}/end`));
  await world.settle();
};
