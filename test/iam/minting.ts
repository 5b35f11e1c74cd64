import { marshall } from '@aws-sdk/util-dynamodb';
import { mediaKey } from '../../adapters/dynamodb/table.ts';
import { crowdReplica } from '../races/rooms.ts';
import { itemsOf, putItem } from '../races/watching.ts';
import type { World } from '../world.ts';
import { beforeRelay, type Chapter, eligible, fault, join, sure, told, waitUntil } from './telling.ts';

const replicaBudget = 4;

/** Seats are made before anybody asks, and taken back from leavers when there can be no more. */
export const minting: Chapter = async (world) => {
  const host = await eligible(world, 'nhost');
  const leavers = [await world.person('nleaver1'), await world.person('nleaver2')];
  // Whoever is there before the seats are waits for them.
  const id: string = await beforeRelay(world, async () => {
    const { room } = told(await host.post('/v1/rooms', { title: 'On air' }));
    for (const leaver of leavers) told(await leaver.post(`/v1/rooms/${room.id}/join`), 503);
    return room.id;
  });
  await world.advance(60);
  for (const leaver of leavers) await join(leaver, id);
  for (const leaver of leavers) told(await leaver.post(`/v1/rooms/${id}/leave`));
  await crowdReplica(world, id, 150);
  for (let replica = 2; replica <= replicaBudget; replica += 1) await copyReplica(world, id, replica);
  await takeFreeSeats(world, id, 60);
  await addOldSeat(world, id);
  await world.advance(10);
  const deaths = world.cloud.calls.list().filter(({ operation }) => operation === 'DeleteAttendee');
  sure(deaths.length >= 2, 'seats of leavers are taken back');
  told(await host.post(`/v1/rooms/${id}/end`));
  await world.settle();
  await longRun(world);
};

/** A replica that is full, beside the first one. */
async function copyReplica(world: World, roomId: string, replica: number): Promise<void> {
  const { pk } = mediaKey(roomId, 1);
  const first = itemsOf(world, 'rooms').find((item) => item['pk'] === pk);
  await putItem(world, 'rooms', { ...first, ...mediaKey(roomId, replica), replica, existingSeats: 250 });
}

const freeSeatsOf = (world: World, roomId: string) =>
  itemsOf(world, 'rooms').filter(({ pk }) => String(pk).startsWith(`ROOM#${roomId}#FREE`));

/** A seat of a meeting that is over, put up while the room was getting its new one. */
async function addOldSeat(world: World, roomId: string): Promise<void> {
  const [seat] = freeSeatsOf(world, roomId);
  await putItem(world, 'rooms', { ...seat, sk: 'SEAT#old', epoch: 0 });
}

/** As if so many people had come at once. */
async function takeFreeSeats(world: World, roomId: string, count: number): Promise<void> {
  const TableName = world.cloud.model.tables.find(({ name }) => name.endsWith('rooms'))?.name ?? '';
  for (const { pk, sk } of freeSeatsOf(world, roomId).slice(0, count))
    await world.cloud.tables.perform('DeleteItem', { TableName, Key: toWire(marshall({ pk, sk })) }, {});
}

/** Time runs out while the minter works: it asks for another turn. */
async function longRun(world: World): Promise<void> {
  const host = await eligible(world, 'nlong');
  fault(world, { service: 'chime', operation: 'BatchCreateAttendee', mode: 'delay', delaySeconds: 1 });
  const { id } = told(await host.post('/v1/rooms', { title: 'Slow' })).room;
  const isOpen = () => itemsOf(world, 'rooms').some(({ pk }) => pk === mediaKey(id, 1).pk);
  await waitUntil(isOpen, 'the minter is at work');
  const offset = new Float64Array(world.cloud.clock.offset);
  offset[0] = (offset[0] ?? 0) + 60_000;
  await world.settle();
}

const toWire = (key: unknown) => key as Record<string, never>;
