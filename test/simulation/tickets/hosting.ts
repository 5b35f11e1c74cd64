import { changeStanding } from '../../../local/stripe/accounts.ts';
import { ask, insist, pause, someRoom, type TicketAct, type TicketScene } from './scene.ts';

const prices = [500, 500, 700, 1_200];

/** The host can be paid: their account is made, and says so. */
export async function openAccount(scene: TicketScene): Promise<void> {
  const { api, people, stripe } = scene;
  const isFine = ({ status }: { readonly status: number }) => status === 200 || status === 201;
  await insist(scene, () => api.call(people.host, 'openPayoutAccount', {}, { body: {} }), isFine);
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
    const { api, world, people, rooms, dice } = scene;
    const startsAt = new Date(world.timeline.now() + startsInSeconds * 1_000).toISOString();
    const body = { title: 'The long night', startsAt, audience: 'tickets' };
    const headers = { 'idempotency-key': `room-${rooms.length}-${world.timeline.now()}` };
    const made = await insist(
      scene,
      () => api.call(people.host, 'createRoom', {}, { body, headers }),
      (answer) => answer.body.room !== undefined,
    );
    const roomId = made?.body.room?.id;
    if (!roomId) return;
    const wish = { price: { amount: dice.pick(prices), currency: 'usd' }, quantity: 1 + Math.floor(dice.chance() * 4) };
    await insist(
      scene,
      () => api.call(people.host, 'setSale', { roomId }, { body: wish }),
      ({ status }) => status === 200,
    );
    rooms.push(roomId);
  };

/** Another price, or another number of tickets. */
export const changeSale: TicketAct = async (scene) => {
  const { dice, people } = scene;
  const roomId = someRoom(scene);
  const wish = { price: { amount: dice.pick(prices), currency: 'usd' }, quantity: 1 + Math.floor(dice.chance() * 5) };
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
