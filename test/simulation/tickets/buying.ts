import { PayRefusal, pay, settle } from '../../../local/stripe/paying.ts';
import type { Person } from '../story/cast.ts';
import { sendBack } from './outside.ts';
import { ask, pause, someRoom, type TicketAct, type TicketScene } from './scene.ts';

const checkouts = ['hosted', 'hosted', 'hosted', 'embedded', 'intent'] as const;

/** Somebody wants a ticket, waits for the page to pay on, and pays, or does not. */
export const buy: TicketAct = async (scene) => {
  const { dice, people } = scene;
  const roomId = someRoom(scene);
  if (!roomId) return;
  const person = dice.pick(people.buyers);
  const clicks = dice.isTrue(0.2) ? 2 : 1;
  const checkout = dice.pick(checkouts);
  const clicked = await Promise.all(
    Array.from({ length: clicks }, () => ask(scene, person, 'buyTicket', { roomId }, { checkout })),
  );
  if (clicked.some(({ code }) => code === 'sold_out') && dice.isTrue(0.6)) await wait(scene, person, roomId);
  const page = await pageOf(scene, person, roomId);
  if (page) await decide(scene, person, roomId, page);
};

/** Stands in line for what comes back, looks whether a place is offered, or goes. */
async function wait(scene: TicketScene, person: Person, roomId: string): Promise<void> {
  const { dice } = scene;
  const { status } = await ask(scene, person, 'joinWaitlist', { roomId });
  if (status !== 200 && status !== 201) return;
  for (const seconds of [5, 400, 2_000]) {
    await pause(scene, seconds * (0.5 + dice.chance()));
    const { body } = await ask(scene, person, 'getWaitlist', { roomId });
    if (body.ticket) return;
    if (dice.isTrue(0.15)) return void (await ask(scene, person, 'leaveWaitlist', { roomId }));
  }
}

/** Some at once: more than there are places. */
export const rush: TicketAct = async (scene) => {
  await Promise.all([buy(scene), buy(scene), buy(scene), buy(scene)]);
};

/** Where the payment is made, once it is open. */
async function pageOf(scene: TicketScene, person: Person, roomId: string): Promise<string | undefined> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const { body } = await ask(scene, person, 'getMyTicket', { roomId });
    const page = body.payment?.checkoutUrl ?? body.payment?.clientSecret;
    if (page) return page;
    if (body.payment?.status !== 'queued') return undefined;
    await pause(scene, 2 + scene.dice.chance() * 4);
  }
  return undefined;
}

type Decide = (scene: TicketScene, person: Person, roomId: string, page: string) => Promise<void>;

const decisions: readonly (readonly [number, Decide])[] = [
  [10, async (scene, person, roomId, page) => payNow(scene, person, roomId, page)],
  // At the very end of the session, before it or after.
  [
    3,
    async (scene, person, roomId, page) => {
      await pause(scene, 1_850 + scene.dice.chance() * 130);
      await payNow(scene, person, roomId, page);
    },
  ],
  [
    2,
    async (scene, person, roomId, page) => {
      use(scene, page, 'decline');
      await pause(scene, 20);
      if (scene.dice.isTrue(0.6)) await payNow(scene, person, roomId, page);
    },
  ],
  [3, async (scene, _person, _roomId, page) => payLater(scene, page)],
  [3, async () => {}],
  [
    3,
    async (scene, person, roomId, page) => {
      await Promise.all([
        ask(scene, person, 'cancelTicket', { roomId }),
        pause(scene, scene.dice.chance() * 0.4).then(() => payNow(scene, person, roomId, page)),
      ]);
    },
  ],
  [2, async (scene, person, roomId) => void (await ask(scene, person, 'cancelTicket', { roomId }))],
];

async function decide(...[scene, person, roomId, page]: Parameters<Decide>): Promise<void> {
  await pause(scene, scene.dice.chance() * 40);
  await scene.dice.weigh(decisions)(scene, person, roomId, page);
}

async function payNow(scene: TicketScene, person: Person, roomId: string, page: string): Promise<void> {
  const isPaid = use(scene, page, scene.dice.isTrue(0.2) ? '3ds' : 'success');
  if (isPaid && scene.dice.isTrue(0.5)) await ask(scene, person, 'getMyTicket', { roomId }, { isPaid: 'true' });
}

/** A method that takes a while, and may come to nothing. */
async function payLater(scene: TicketScene, page: string): Promise<void> {
  if (!use(scene, page, 'async')) return;
  await pause(scene, scene.dice.pick([1, 60, 2_000, 10_000]));
  const isPaid = scene.dice.isTrue(0.5);
  attempt(scene, `bank says ${isPaid ? 'yes' : 'no'}`, () => settle(scene.stripe.house, page, isPaid));
}

const use = (scene: TicketScene, page: string, card: Parameters<typeof pay>[2]): boolean =>
  attempt(scene, `pays by ${card}`, () => pay(scene.stripe.house, page, card));

function attempt({ world }: TicketScene, what: string, act: () => unknown): boolean {
  try {
    act();
    world.trace.say(`a buyer ${what}`);
    return true;
  } catch (error) {
    if (!(error instanceof PayRefusal)) throw error;
    world.trace.say(`a buyer ${what} → ${error.code}`);
    return false;
  }
}

/** Asks for a ticket to pay for in this way; then pays. */
export async function askFor(scene: TicketScene, person: Person, roomId: string, checkout: string): Promise<void> {
  await ask(scene, person, 'buyTicket', { roomId }, { checkout });
}
export async function payWhenOpen(scene: TicketScene, person: Person, roomId: string): Promise<void> {
  const page = await pageOf(scene, person, roomId);
  if (page) await payNow(scene, person, roomId, page);
}

/** Somebody has their money back, buys another ticket, and then everything about the first payment is told once more. */
export const buyAgain: TicketAct = async (scene) => {
  const { dice, people, stripe } = scene;
  const roomId = someRoom(scene);
  if (!roomId) return;
  const person = dice.pick(people.buyers);
  await ask(scene, person, 'buyTicket', { roomId });
  const page = await pageOf(scene, person, roomId);
  if (!page || !use(scene, page, 'success')) return;
  await pause(scene, 5);
  const paid = paidBy(scene, person, roomId);
  if (!paid) return;
  if (dice.isTrue(0.5)) await ask(scene, person, 'cancelTicket', { roomId });
  else await sendBack(scene, paid);
  await pause(scene, 15);
  await ask(scene, person, 'buyTicket', { roomId });
  for (const event of stripe.house.state.events.values())
    if (JSON.stringify(event).includes(paid)) stripe.deliveries.again(event.id, 1 + dice.chance() * 20);
};

const paidBy = ({ stripe }: TicketScene, { userId }: Person, roomId: string): string | undefined =>
  stripe.house.state.intents
    .values()
    .findLast(
      ({ status, metadata }) =>
        status === 'succeeded' && metadata['userId'] === userId && metadata['roomId'] === roomId,
    )?.id;

/** A ticket that was paid is given back. */
export const giveBack: TicketAct = async (scene) => {
  const roomId = someRoom(scene);
  if (roomId) await ask(scene, scene.dice.pick(scene.people.buyers), 'cancelTicket', { roomId });
};
