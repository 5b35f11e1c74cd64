import { beginDispute, closeDispute } from '../../../local/stripe/disputing.ts';
import { stripeSecrets } from '../../../local/stripe/keys.ts';
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
  const { house } = scene.stripe;
  const untouched = paidOf(scene).filter((intent) => {
    const charge = chargeOf(house.state, intent);
    return charge && !charge.disputed && refundedOf(house.state, intent.id) === 0;
  });
  if (untouched.length === 0) return;
  const charge = chargeOf(house.state, scene.dice.pick(untouched));
  if (!charge) return;
  const begun = beginDispute(house, charge);
  scene.world.trace.say(`a bank disputes ${String(charge.payment_intent)}`);
  if (scene.dice.isTrue(0.3)) return;
  await pause(scene, scene.dice.pick([0.1, 5, 400]));
  const outcome = scene.dice.pick(['won', 'lost'] as const);
  closeDispute(house, begun, outcome);
  scene.world.trace.say(`the dispute of ${String(charge.payment_intent)} is ${outcome}`);
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
