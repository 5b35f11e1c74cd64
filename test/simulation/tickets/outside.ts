import type Stripe from 'stripe';
import { isoOf } from '../../../domain/time.ts';
import { saleMessage, walkMessage } from '../../../functions/steps/walk-orders.ts';
import { beginDispute, closeDispute } from '../../../local/stripe/disputing.ts';
import { stripeSecrets } from '../../../local/stripe/keys.ts';
import { fundsOf, setFunds } from '../../../local/stripe/money.ts';
import { payWaitingRefunds } from '../../../local/stripe/refunding.ts';
import { chargeOf, refundedOf } from './at-stripe.ts';
import { pause, type TicketAct, type TicketScene } from './scene.ts';

const paidOf = ({ stripe }: TicketScene) =>
  stripe.house.state.intents.values().filter(({ status }) => status === 'succeeded');

/** An operator sends a payment back at the payment service itself. */
export const refundByHand: TicketAct = async (scene) => {
  const paid = paidOf(scene);
  if (paid.length === 0) return;
  await sendBack(scene, scene.dice.pick(paid).id);
};

export async function sendBack(scene: TicketScene, id: string): Promise<void> {
  const headers = { authorization: `Bearer ${stripeSecrets().apiKey}` };
  const request = { method: 'POST', url: '/v1/refunds', headers, body: `payment_intent=${id}` };
  const { status } = await scene.stripe.perform(request);
  scene.world.trace.say(`${id} is refunded by hand → ${status}`);
}

/** A buyer's bank objects to a payment, and decides. */
export const dispute: TicketAct = async (scene) => {
  const begun = begin(scene);
  if (!begun || scene.dice.isTrue(0.3)) return;
  await pause(scene, scene.dice.pick([0.1, 5, 400]));
  decide(scene, begun, scene.dice.pick(['won', 'lost']));
};

/** The same, decided after so many seconds, mostly for the host. */
export const disputeAcross =
  (seconds: number): TicketAct =>
  async (scene) => {
    const begun = begin(scene);
    if (!begun) return;
    await pause(scene, seconds);
    decide(scene, begun, scene.dice.isTrue(0.8) ? 'won' : 'lost');
  };

function begin(scene: TicketScene): Stripe.Dispute | undefined {
  const { house } = scene.stripe;
  const untouched = paidOf(scene).filter((intent) => {
    const charge = chargeOf(house.state, intent);
    return charge && !charge.disputed && refundedOf(house.state, intent.id) === 0;
  });
  const charge = untouched.length > 0 ? chargeOf(house.state, scene.dice.pick(untouched)) : undefined;
  if (!charge) return undefined;
  scene.world.trace.say(`a bank disputes ${String(charge.payment_intent)}`);
  return beginDispute(house, charge);
}

function decide({ stripe, world }: TicketScene, begun: Stripe.Dispute, outcome: 'won' | 'lost'): void {
  closeDispute(stripe.house, begun, outcome);
  world.trace.say(`the dispute of ${String(begun.payment_intent)} is ${outcome}`);
}

/** Our balance at the payment service is empty for so long: transfers are refused. */
export const fundsRunOut =
  (seconds: number): TicketAct =>
  async (scene) => {
    const { house } = scene.stripe;
    const { available } = fundsOf(house, 'usd');
    scene.world.trace.say('the balance at the payment service is empty');
    setFunds(house, 'usd', 0);
    await pause(scene, seconds);
    setFunds(house, 'usd', Math.max(available, 1_000_000));
    payWaitingRefunds(house);
  };

/** An operator has the refunds tried again that failed, as `npm run refunds` does. */
export const retryRefunds: TicketAct = async ({ world, watch }) => {
  for (const { paymentIntentId, tries, state } of watch.books.refunds()) {
    if (state !== 'failed') continue;
    const line = { groupId: 'refunds', deduplicationId: `${paymentIntentId}:${tries}` };
    sendTo(world, 'stripe-refunds', { paymentIntentId, failedTries: tries }, line);
    world.trace.say(`the refund of ${paymentIntentId} shall be tried again`);
  }
};

/** The next refunds come to nothing, or take a while. */
export const refundsGoWrong: TicketAct = async ({ stripe, dice }) => {
  stripe.house.refundOutcomes.push(dice.pick(['failed', 'succeeded']));
};

/** News come again, however old they are: somebody has the payment service send them once more. */
export const resend: TicketAct = async ({ stripe, dice }) => {
  const events = stripe.house.state.events.values();
  if (events.length === 0) return;
  const again = Array.from({ length: 3 }, () => dice.pick(events).id);
  for (const id of again) stripe.deliveries.again(id, dice.pick([0, 10, 4_000]));
};

/** An operator has everything compared that the payment service made in the last day, as `npm run reconcile` does. */
export const walkThrough: TicketAct = async (scene) => orderWalk(scene, scene.dice.isTrue(0.5) ? scene.rooms : []);
/** The same, with the sales of all rooms. */
export const walkAll = (scene: TicketScene): void => orderWalk(scene, scene.rooms);

function orderWalk({ world }: TicketScene, rooms: readonly string[]): void {
  const now = world.timeline.now();
  const walk = `${isoOf(now)} by hand`;
  const order = walkMessage({ walk, since: isoOf(now - 86_400_000), list: 'refunds' });
  const sales = rooms.map((roomId) => saleMessage({ roomId }, walk));
  for (const { body, ...line } of [...sales, order]) sendTo(world, 'stripe-walks', body, line);
  world.trace.say('everything is walked through');
}

type World = TicketScene['world'];
function sendTo({ model, queues }: World, name: string, body: object, line: object): void {
  const queue = model.queues.find((one) => one.name.includes(name) && !one.name.includes('dead'));
  queues.send(queue?.arn ?? '', JSON.stringify(body), line, {});
}
