import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onSale, seller } from '../given/tickets.ts';
import type { Answer, Person, World } from '../world.ts';
import { peopleOf } from './rooms.ts';
import { itemsOf, openRaceWorldWith, times } from './watching.ts';

let world: World;
let people: ReturnType<typeof peopleOf>;
beforeAll(async () => {
  // What is raced here is the stock; whether the host can be paid is asked elsewhere.
  world = await openRaceWorldWith({ policy: { overrides: { arePayoutsNeededToSell: false } } });
  people = peopleOf(world);
});
afterAll(() => world.close());

type Part = { readonly available: number; readonly sk: unknown };
const toParts = (items: unknown) => items as readonly Part[];
const parts = () => toParts(itemsOf(world, 'commerce').filter(({ sk }) => sk === 'PART'));
const freePlaces = () => parts().reduce((sum, { available }) => sum + available, 0);
const tickets = () => itemsOf(world, 'commerce').filter(({ sk }) => sk === 'TICKET');
const count = (answers: readonly Answer[], code: string) =>
  answers.filter(({ body }) => body.error?.code === code).length;

/** Comes again as the answer says while too much happens at once. */
async function buy(person: Person, roomId: string): Promise<Answer> {
  let answer = await person.post(`/v1/rooms/${roomId}/tickets`);
  for (let again = 0; again < 20 && answer.body.error?.code === 'busy'; again += 1)
    answer = await person.post(`/v1/rooms/${roomId}/tickets`);
  return answer;
}

describe('places of a sale under a rush', { timeout: 120_000 }, () => {
  it('go to fifty of five hundred, each to one, and nobody is told too early that there are none', async () => {
    const roomId = await onSale(world, await seller(world, 'ada'), 50);
    const buyers = await people.listeners(500);
    const answers = await Promise.all(
      buyers.map(async (buyer) => {
        const answer = await buy(buyer, roomId);
        if (answer.body.error?.code === 'sold_out') expect(freePlaces(), 'places when sold_out was answered').toBe(0);
        return answer;
      }),
    );
    const held = answers.filter(({ status }) => status === 201);
    expect([held.length, count(answers, 'sold_out')]).toEqual([50, 450]);
    expect(parts().map(({ available }) => available)).toEqual([0]);
    expect(tickets().map(({ state, part }) => [state, part])).toEqual(times(50, () => ['held', 0]));
  });
});
