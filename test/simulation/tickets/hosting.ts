import { changeStanding } from '../../../local/stripe/accounts.ts';
import { ask, insist, pause, someRoom, type TicketAct, type TicketScene } from './scene.ts';

const prices = [500, 500, 700, 1_200];
/** A few tickets, or so many that they lie in several parts; of those, most are taken by others. */
const small = [1, 1, 2, 3, 4, 5];
const large = [101, 150, 201];

/** The host can be paid: their account is made, and says so. */
export async function openAccount(scene: TicketScene): Promise<void> {
  const { api, people, stripe } = scene;
  const isFine = ({ status }: { readonly status: number }) => status === 200 || status === 201;
  const opened = await insist(scene, () => api.call(people.host, 'openPayoutAccount', {}, { body: {} }), isFine);
  // A story without a sale would find nothing wrong.
  if (!opened) throw new Error('the host could not open an account');
  for (const account of stripe.house.state.accounts.values()) changeStanding(stripe.house, account, 'active');
  await pause(scene, 1);
  await insist(
    scene,
    () => api.call(people.host, 'getPayoutAccount', {}),
    ({ body }) => JSON.stringify(body).includes('active'),
  );
}

/** A room is planned, and its few tickets go on sale. */
export const putOnSale =
  (startsInSeconds: number): TicketAct =>
  async (scene) => {
    const { api, world, people, rooms, dice, quantities } = scene;
    const startsAt = new Date(world.timeline.now() + startsInSeconds * 1_000).toISOString();
    const body = { title: 'The long night', startsAt, audience: 'tickets' };
    const headers = { 'idempotency-key': `room-${rooms.length}-${world.timeline.now()}` };
    const made = await insist(
      scene,
      () => api.call(people.host, 'createRoom', {}, { body, headers }),
      (answer) => answer.body.room !== undefined || answer.status === 409,
    );
    const roomId = made?.body.room?.id;
    if (!roomId) return;
    const wish = {
      price: { amount: dice.pick(prices), currency: 'usd' },
      quantity: dice.pick(dice.isTrue(0.25) ? large : small),
    };
    await insist(
      scene,
      () => api.call(people.host, 'setSale', { roomId }, { body: wish }),
      ({ status }) => status === 200,
    );
    rooms.push(roomId);
    quantities.set(roomId, wish.quantity);
  };

/** Another price, or another number of tickets. */
export const changeSale: TicketAct = async (scene) => {
  const { dice, people, quantities } = scene;
  const roomId = someRoom(scene);
  const quantity = Math.max(1, (quantities.get(roomId ?? '') ?? 1) + dice.pick([-2, -1, 0, 1, 2]));
  const wish = { price: { amount: dice.pick(prices), currency: 'usd' }, quantity };
  if (roomId) await ask(scene, people.host, 'setSale', { roomId }, wish);
};

export const giveComp: TicketAct = async (scene) => {
  const { dice, people } = scene;
  const roomId = someRoom(scene);
  if (roomId) await ask(scene, people.host, 'giveComp', { roomId, userId: dice.pick(people.buyers).userId });
};

/** Somebody is put out for good, with their money or without. */
export const ban: TicketAct = async (scene) => {
  const { dice, people } = scene;
  const roomId = someRoom(scene);
  const path = { roomId: roomId ?? '', userId: dice.pick(people.buyers).userId };
  if (roomId) await ask(scene, people.host, 'removePerson', path, { refund: dice.pick(['true', 'false']) });
};

export const command =
  (operation: 'startRoom' | 'endRoom' | 'cancelRoom'): TicketAct =>
  async (scene) => {
    const roomId = someRoom(scene);
    if (roomId) await ask(scene, scene.people.host, operation, { roomId });
  };
