import { boughtTicket, heldTicket, onSale, seller, stateOf } from '../given/tickets.ts';
import type { World } from '../world.ts';
import { type Chapter, newcomer, sure, told } from './telling.ts';

/** People wait for tickets that come back, and for those a host adds: more of them than are offered one in one go. */
export const waitingList: Chapter = async (world) => {
  const host = await seller(world, 'whost');
  const roomId = await onSale(world, host, 1);
  const holder = await world.person('wholder');
  await heldTicket(world, holder, roomId);
  const at = `/v1/rooms/${roomId}/waitlist/me`;
  // The switches are known for five seconds.
  await world.advance(6);
  told(await (await newcomer(world, 'wnew')).post(at));
  const first = await world.person('wfirst');
  told(await first.post(at));
  told(await first.get(at));
  const gone = await world.person('wgone');
  told(await gone.post(at));
  told(await gone.remove(at));
  told(await holder.remove(`/v1/rooms/${roomId}/tickets/me`));
  await world.settle();
  for (let number = 0; number < 11; number += 1) told(await (await world.person(`wait${number}`)).post(at));
  told(await host.put(`/v1/rooms/${roomId}/sale`, { price: { amount: 500, currency: 'usd' }, quantity: 20 }));
  await world.advance(61);
  sure((await stateOf(await world.person('wait10'), roomId)) === 'held', 'everybody who waits is offered a place');
  await over(world);
  await moved(world);
};

/** Somebody waits for a ticket of a room that is over: made with its sale, in one request. */
async function over(world: World): Promise<void> {
  const host = await seller(world, 'ohost');
  const sale = { price: { amount: 500, currency: 'usd' }, quantity: 1 };
  const made = told(await host.post('/v1/rooms', { title: 'Over soon', sale }), 201);
  const { id } = made.room;
  const holder = await world.person('oholder');
  await heldTicket(world, holder, id);
  const waiting = await world.person('owaiting');
  const at = `/v1/rooms/${id}/waitlist/me`;
  told(await waiting.post(at));
  await world.settle();
  told(await host.post(`/v1/rooms/${id}/end`));
  await world.settle();
  const answer = await waiting.get(at);
  sure((await stateOf(holder, id)) === 'expired', 'nobody pays for a room that is over');
  sure(answer.text === '{"isWaiting":false}', 'and nobody waits for one');
}

/** A room with tickets is moved. */
async function moved(world: World): Promise<void> {
  const host = await seller(world, 'mhost');
  const roomId = await onSale(world, host, 3);
  await boughtTicket(world, await world.person('mholder'), roomId);
  const startsAt = new Date(world.cloud.clock.now() + 2 * 86_400_000).toISOString();
  told(await host.patch(`/v1/rooms/${roomId}`, { startsAt }));
  await world.settle();
}
