import { stripeSecrets } from '../../local/stripe/keys.ts';
import { completedSession, deliverTo } from '../given/stripe-deliveries.ts';
import { type Chapter, told } from './telling.ts';

/** Stripe tells something that concerns no ticket. */
export const stripeNews: Chapter = async (world) => {
  const [secret = ''] = stripeSecrets().signingSecrets;
  told(await deliverTo(world, { body: JSON.stringify(completedSession({ type: 'payout.failed' })), secret }));
  await world.settle();
};
