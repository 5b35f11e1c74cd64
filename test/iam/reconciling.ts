import { begin, finish, reconcile, remember, turnSales } from '../given/restoring.ts';
import { boughtTicket, onSale, seller, stateOf } from '../given/tickets.ts';
import { itemsOf } from '../races/watching.ts';
import type { Person, World } from '../world.ts';
import { type Chapter, sure, told } from './telling.ts';

/** The tables of tickets are put back, and learn again what became of payments, rooms and hosts. */
export const reconciling: Chapter = async (world) => {
  const [host, other] = [await seller(world, 'rhost'), await seller(world, 'rother')];
  const [roomId, over] = [await onSale(world, host, 10), await onSale(world, other, 10)];
  const [known, lost] = [await world.person('rknown'), await world.person('rlost')];
  await boughtTicket(world, known, roomId);
  const then = remember(world);
  const unheard = { service: 'stripe', operation: 'payment_intent.succeeded', mode: 'drop', times: 1 };
  told(await world.nobody.post('/local/faults', unheard), 201);
  await boughtTicket(world, lost, roomId);
  await begin(other, over);
  await finish(world, other, over);
  told(await host.post(`/v1/rooms/${roomId}/cancel`));
  await world.settle();
  await turnSales(world, '--off');
  then.putBack();
  await reconcile(world, then.at, [roomId, over]);
  await turnSales(world, '--on');
  sure((await stateOf(known, roomId)) === 'refunded', 'who was paid back is known to be');
  const sales = itemsOf(world, 'commerce').filter(({ sk }) => sk === 'SALE');
  const statusOf = (id: string) => sales.find((sale) => sale['roomId'] === id)?.['status'];
  sure(statusOf(roomId) === 'canceled' && statusOf(over) === 'closed', 'sales are as their rooms are');
  await refundsUnderWay(world, other);
};

/** They are put back to when the refunds of a room had just begun: the sweep goes on with them. */
async function refundsUnderWay(world: World, host: Person): Promise<void> {
  const roomId = await onSale(world, host, 10);
  const holder = await world.person('rholder');
  await boughtTicket(world, holder, roomId);
  const jobs = world.cloud.model.queues.find(({ name }) => name.endsWith('refund-jobs'))?.name ?? '';
  told(await world.nobody.post('/local/faults', { service: 'sqs', operation: jobs, mode: 'delay', times: 1 }), 201);
  told(await host.post(`/v1/rooms/${roomId}/cancel`));
  await world.settle();
  const then = remember(world);
  await world.advance(300);
  then.putBack();
  for (let minute = 0; minute < 14; minute += 1) await world.advance(60);
  sure((await stateOf(holder, roomId)) === 'refunded', 'the refunds of a room go on');
}
