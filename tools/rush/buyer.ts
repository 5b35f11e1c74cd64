import { PayRefusal, pay } from '../../local/stripe/paying.ts';
import type { Answer, Person } from './gateway.ts';
import { about, askForTicket, pause, type Scene } from './scene.ts';
import { habits } from './wish.ts';

/** Somebody who wants one ticket: asks until they are let through, waits for their payment, pays, or does not. */
export async function buy(scene: Scene, person: Person): Promise<void> {
  const { tally, chance } = scene;
  const answer = await askPatiently(scene, person);
  tally.reach('last first answer', scene.world.timeline.now() - scene.doorsAt);
  if (answer.status === 201) return hold(scene, person);
  tally.add('people told that all is sold');
  if (chance() >= habits.staying) return;
  tally.add('people who stay');
  await pause(scene, about(scene, habits.firstLookAgainSeconds));
  while (!scene.isOver()) {
    const again = await askPatiently(scene, person);
    if (again.status === 201) return hold(scene, person);
    await pause(scene, about(scene, habits.lookAgainSeconds));
  }
}

/** The page comes again by itself when it was not let through, later each time. */
async function askPatiently(scene: Scene, person: Person): Promise<Answer> {
  let seconds: number = habits.firstRetrySeconds;
  for (;;) {
    const answer = await askForTicket(scene, person);
    if (answer.status !== 429 && answer.status !== 503) {
      if (answer.status !== 201 && answer.code !== 'sold_out')
        scene.tally.complain(`a buyer was answered ${answer.status} ${answer.code}`);
      return answer;
    }
    await pause(scene, about(scene, seconds));
    seconds = Math.min(2 * seconds, habits.longestRetrySeconds);
  }
}

async function hold(scene: Scene, person: Person): Promise<void> {
  const { tally, chance, doorsAt, world } = scene;
  const heldAt = world.timeline.now();
  tally.add('places held by people');
  const page = await pageOf(scene, person);
  if (page === undefined) return tally.add('people whose place was gone before their payment opened');
  tally.reach('last payment opened', world.timeline.now() - doorsAt);
  tally.reach('longest wait for a payment', world.timeline.now() - heldAt);
  if (chance() < habits.abandoning) return tally.add('people who did not pay');
  const [soonest, latest] = habits.paySeconds;
  await pause(scene, 1_000 * (soonest + chance() * (latest - soonest)));
  await payOn(scene, person, page);
}

async function pageOf(scene: Scene, person: Person): Promise<string | undefined> {
  const { gateway, roomId, tally } = scene;
  for (;;) {
    const { status, code, body } = await gateway.call(person, 'getMyTicket', { roomId });
    if (status === 200 && body.payment?.status === 'open') return body.payment.checkoutUrl;
    if (status === 200 && body.payment?.status !== 'queued') return undefined;
    if (status !== 200 && status !== 429 && status !== 503) tally.complain(`a holder was answered ${status} ${code}`);
    await pause(scene, about(scene, habits.lookSeconds));
  }
}

async function payOn({ world, gateway, roomId, tally }: Scene, person: Person, page: string): Promise<void> {
  try {
    pay(world.stripe.house, page, 'success');
    tally.add('payments made');
  } catch (error) {
    if (!(error instanceof PayRefusal)) throw error;
    return tally.add('people who came too late to pay');
  }
  await gateway.call(person, 'getMyTicket', { roomId, query: 'isPaid=true' });
}
