import { askFor, payWhenOpen } from './buying.ts';
import { walkAll } from './outside.ts';
import { ask, pause, someRoom, type TicketScene } from './scene.ts';

/** The table of tickets as it is now: puts it back to this moment later, and has the watch look away from then on. */
export function putBackLater({ world, watch }: TicketScene): () => void {
  const table = world.model.tables.find(({ name }) => name.endsWith('-commerce'))?.name ?? '';
  const items = world.tables.snapshot(table);
  return () => {
    world.trace.say('the table of tickets is put back');
    watch.lookAway(items);
    world.tables.restore(table, items);
  };
}

/**
 * Somebody asks for a ticket, and has been forgotten by the time the payment service has answered: then they go, ask in another
 * way, and pay. Answers when the payment was asked for.
 */
export async function askingTwice(scene: TicketScene, pass: (seconds: number) => Promise<void>): Promise<() => void> {
  const { dice, people, watch } = scene;
  const [person, roomId] = [dice.pick(people.buyers), someRoom(scene)];
  if (!roomId) return () => {};
  const [first, second] = dice.pick([
    ['intent', 'hosted'],
    ['hosted', 'intent'],
    ['hosted', 'hosted'],
  ]);
  void askFor(scene, person, roomId, first);
  const isAsked = (): boolean =>
    watch.books.tickets().some(({ userId, order }) => userId === person.userId && order.payment && !order.payment.id);
  for (let looks = 0; looks < 300 && !isAsked(); looks += 1) await pass(0.02);
  return () => {
    void pause(scene, 2)
      .then(() => ask(scene, person, 'cancelTicket', { roomId }))
      .then(() => pause(scene, 3))
      .then(() => askFor(scene, person, roomId, second))
      .then(() => payWhenOpen(scene, person, roomId));
  };
}

/** As long as the walks of a day may take when parts of them fail. */
const patience = { rounds: 60, seconds: 120 };

/** Everything is walked through twice, as the runbook says, and the watch looks again when that is done. */
export async function untilWalkedThrough(scene: TicketScene, pass: (seconds: number) => Promise<void>): Promise<void> {
  const { world, watch } = scene;
  const walks = world.model.queues.find(({ name }) => name.endsWith('stripe-walks.fifo'))?.arn ?? '';
  const isWalking = (): boolean => world.queues.depth(walks) > 0;
  for (let walk = 0; walk < 2; walk += 1) {
    walkAll(scene);
    for (let round = 0; round < patience.rounds && isWalking(); round += 1) await pass(patience.seconds);
  }
  watch.lookAgain();
}
