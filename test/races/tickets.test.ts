import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerBooks, outcomesOf, placesOf, stripeBooks } from '../given/books.ts';
import { checkoutOf, onSale, pay, seller } from '../given/tickets.ts';
import type { Answer, Person, World } from '../world.ts';
import { asOften, peopleOf } from './rooms.ts';
import { callsOf, itemsOf, openRaceWorldWith, times } from './watching.ts';

/** Enough for several parts; ROSTRUM_TICKETS=5000 plays the whole. */
const many = Number(process.env['ROSTRUM_TICKETS'] ?? 300);

let world: World;
let people: ReturnType<typeof peopleOf>;
beforeAll(async () => {
  // What is raced here is the stock; whether the host can be paid is asked elsewhere.
  const unpaid = { policy: { overrides: { arePayoutsNeededToSell: false } } };
  // Long enough for buyers to meet at a part also where few of them are served at a time.
  world = await openRaceWorldWith(unpaid, { tableOptions: { holdTransactionsMs: 20 } });
  people = peopleOf(world);
});
afterAll(() => world.close());

type Part = { readonly available: number; readonly sk: unknown };
const toParts = (items: unknown) => items as readonly Part[];
const partsOf = (roomId: string) =>
  toParts(itemsOf(world, 'commerce').filter(({ sk, roomId: id }) => sk === 'PART' && id === roomId)).map(
    ({ available }) => available,
  );
const tickets = () => itemsOf(world, 'commerce').filter(({ sk }) => sk === 'TICKET');
const count = (answers: readonly Answer[], code: string) =>
  answers.filter(({ body }) => body.error?.code === code).length;

const buy = (person: Person, roomId: string): Promise<Answer> =>
  asOften(() => person.post(`/v1/rooms/${roomId}/tickets`));

/** When the last place of a room was taken, as the engine stores it. */
function watchForTheLast(roomId: string): () => number {
  const table = world.cloud.model.tables.find(({ name }) => name.endsWith('-commerce'));
  let takenAt = Number.POSITIVE_INFINITY;
  world.cloud.tables.onStream(table?.streamArn ?? '', () => {
    if (takenAt === Number.POSITIVE_INFINITY && partsOf(roomId).every((available) => available === 0))
      takenAt = world.cloud.clock.now();
  });
  return () => takenAt;
}
/** Nothing is looked at any more for an answer after its last call has come back. */
const decidedAt = (answer: Answer): number =>
  Math.max(...callsOf(world, answer).map(({ at, durationMs }) => at + durationMs));
/** Writes that were refused on the way to a place: while places are left, only somebody else's transaction does that. */
const conflictsOf = (held: readonly Answer[]): number =>
  held
    .flatMap((answer) => callsOf(world, answer))
    .filter(({ operation, error }) => operation === 'TransactWriteItems' && error === 'TransactionCanceledException')
    .length;

/** As many calls under way as one machine has sockets for: whoever is answered makes way for the next. */
const atOnce = 40;
async function crowded<T>(people: readonly Person[], call: (person: Person) => Promise<T>): Promise<readonly T[]> {
  const waiting = [...people];
  const answers: T[] = [];
  const next = async (): Promise<void> => {
    for (let person = waiting.pop(); person; person = waiting.pop()) answers.push(await call(person));
  };
  await Promise.all(times(atOnce, next));
  return answers;
}

describe('places of a sale under a rush', { timeout: 120_000 + 100 * many }, () => {
  it('go to fifty of five hundred, each to one, and nobody is told too early that there are none', async () => {
    const roomId = await onSale(world, await seller(world, 'ada'), 50);
    const buyers = await people.listeners(500);
    const lastTakenAt = watchForTheLast(roomId);
    const answers = await Promise.all(
      buyers.map(async (buyer) => {
        const answer = await buy(buyer, roomId);
        if (answer.body.error?.code === 'sold_out') expect(partsOf(roomId), 'places when it was heard').toEqual([0]);
        return answer;
      }),
    );
    const held = answers.filter(({ status }) => status === 201);
    expect([held.length, count(answers, 'sold_out')]).toEqual([50, 450]);
    const soldOut = answers.filter(({ status }) => status !== 201);
    expect(soldOut.filter((answer) => decidedAt(answer) < lastTakenAt()).length, 'told before the last was gone').toBe(
      0,
    );
    expect(conflictsOf(held), 'conflicts on the way to a place').toBeGreaterThan(0);
    expect(partsOf(roomId)).toEqual([0]);
    expect(tickets().map(({ state, part }) => [state, part])).toEqual(times(50, () => ['held', 0]));

    await world.settle();
    const winners = buyers.filter((_, at) => answers[at]?.status === 201);
    for (const winner of winners) await pay(world, await checkoutOf(winner, roomId));
    expect(tickets().map(({ state, part }) => [state, part])).toEqual(times(50, () => ['paid', 0]));
    expect(placesOf(world, roomId)).toEqual({ free: 0, taken: 50 });
    expect(outcomesOf(world, roomId)).toEqual({ ticket: 50 });
    expect(ledgerBooks(world, roomId)).toEqual(stripeBooks(world, roomId));
  });

  it('are enough for as many as there are, in every part', async () => {
    const roomId = await onSale(world, await seller(world, 'ben'), many);
    const buyers: Person[] = [];
    while (buyers.length < many) buyers.push(...(await people.listeners(Math.min(atOnce, many - buyers.length))));
    const answers = await crowded(buyers, (buyer) => buy(buyer, roomId));
    expect(answers.filter(({ status }) => status !== 201).map(({ text }) => text)).toEqual([]);
    expect(partsOf(roomId)).toEqual(times(Math.min(20, many / 100), () => 0));
    const held = tickets().filter((ticket) => ticket['roomId'] === roomId);
    expect(held.map(({ state }) => state)).toEqual(times(many, () => 'held'));
  });

  it('are one for one person, however often they ask at once', async () => {
    const roomId = await onSale(world, await seller(world, 'cleo'), 5);
    const [buyer] = await people.listeners(1);
    if (!buyer) return;
    const answers = await Promise.all(times(20, () => buy(buyer, roomId)));
    expect([...new Set(answers.map(({ text }) => JSON.parse(text).ticket.id))]).toHaveLength(1);
    expect(partsOf(roomId)).toEqual([4]);
  });

  it('stay the capacity less what is taken while the host changes it', async () => {
    const host = await seller(world, 'dan');
    const roomId = await onSale(world, host, 120);
    const buyers = await people.listeners(80);
    const sale = (quantity: number) =>
      host.put(`/v1/rooms/${roomId}/sale`, { price: { amount: 500, currency: 'usd' }, quantity });
    const [changes, ...answers] = await Promise.all([
      Promise.all([sale(90), sale(250), sale(100)]),
      ...buyers.map((buyer) => buy(buyer, roomId)),
    ]);
    expect(changes.filter(({ status }) => ![200, 503].includes(status)).map(({ text }) => text)).toEqual([]);
    const held = answers.filter(({ status }) => status === 201).length;
    const { quantity, available } = JSON.parse((await world.nobody.get(`/v1/rooms/${roomId}/sale`)).text);
    expect(available + held).toBe(quantity);
    expect(partsOf(roomId).reduce((sum, count) => sum + count, 0)).toBe(available);
    expect(Math.min(...partsOf(roomId))).toBeGreaterThanOrEqual(0);
  });
});
