import type { Person, World } from '../world.ts';

/** Somebody who may sell tickets, by every rule but the payment service's. */
export const seller = (world: World, handle: string): Promise<Person> =>
  world.person(handle, { canSell: true, followers: 2_000 });

/** A planned room whose tickets are on sale. */
export async function onSale(world: World, host: Person, quantity: number, amount = 500): Promise<string> {
  const startsAt = new Date(world.cloud.clock.now() + 86_400_000).toISOString();
  const made = await host.post('/v1/rooms', { title: 'The long night', startsAt, audience: 'tickets' });
  const { id } = made.body.room;
  const sale = await host.put(`/v1/rooms/${id}/sale`, { price: { amount, currency: 'usd' }, quantity });
  if (sale.status !== 200) throw new Error(`no sale: ${sale.text}`);
  return id;
}
