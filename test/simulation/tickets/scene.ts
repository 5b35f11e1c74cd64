import type { StripeStandIn } from '../../../local/stripe/stripe.ts';
import type { World } from '../machine/world.ts';
import type { Answer, Api, Path } from '../story/calls.ts';
import type { Person } from '../story/cast.ts';
import type { Dice } from '../story/dice.ts';
import type { People } from './people.ts';
import type { TicketWatch } from './watch.ts';

/** Everything the acts of a story of tickets share; `rooms` grows as it goes. */
export type TicketScene = {
  readonly world: World;
  readonly api: Api;
  readonly stripe: StripeStandIn;
  readonly watch: TicketWatch;
  readonly people: People;
  readonly dice: Dice;
  readonly rooms: string[];
  /** Whether any news of the payment service were lost for good. */
  readonly areNewsLost: () => boolean;
  /** How many tickets each room had at first. */
  readonly quantities: Map<string, number>;
};
export type TicketAct = (scene: TicketScene) => Promise<void>;

export const pause = ({ world }: Pick<TicketScene, 'world'>, seconds: number): Promise<void> =>
  new Promise((resolve) => world.timeline.after(seconds * 1_000, 'somebody goes on', () => resolve()));

export const someRoom = ({ dice, rooms }: TicketScene): string | undefined =>
  rooms.length > 0 ? dice.pick(rooms) : undefined;

/** Calls an operation, and now and then once more when it was not answered. */
export async function ask(
  scene: TicketScene,
  person: Person,
  operation: string,
  path: Path,
  body?: object,
): Promise<Answer> {
  const told = body && { body };
  const answer = await scene.api.call(person, operation, path, told);
  const isUnheard = answer.status === 0 || answer.status >= 500;
  if (!isUnheard || !scene.dice.isTrue(0.6)) return answer;
  await pause(scene, 1);
  return scene.api.call(person, operation, path, told);
}

/** Asks until it is answered well, a few times; for what a story cannot begin without. */
export async function insist(
  scene: TicketScene,
  call: () => Promise<Answer>,
  isFine: (answer: Answer) => boolean,
): Promise<Answer | undefined> {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const answer = await call();
    if (isFine(answer)) return answer;
    await pause(scene, 3);
  }
  return undefined;
}

/** Acts of people who know nothing of each other, within a third of a second. */
export function moment(scene: TicketScene, acts: readonly TicketAct[]): void {
  const { world, dice } = scene;
  for (const act of acts)
    world.timeline.after(dice.chance() * 300, 'an act', () => {
      act(scene).catch((error: unknown) => world.broken.push(`an act: ${String(error)}`));
    });
}
