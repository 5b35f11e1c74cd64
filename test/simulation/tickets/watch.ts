import type { StreamRecord } from '../../../local/tables/store/stream-records.ts';
import type { Item } from '../../../local/tables/values/value.ts';
import { readText, toItem } from '../checks/seen.ts';
import type { World } from '../machine/world.ts';
import { isPayable, refundedOf, type StripeState } from './at-stripe.ts';
import type { Hall } from './hall.ts';
import { type Books, createBooks, type SeenTicket, toStored } from './seen.ts';
import { createStockWatch } from './stock-watch.ts';
import { collectedOf, strayPayments, worthOf } from './worth.ts';

/** What must never be, not even for a moment: looked at with every write of the table `commerce`. */
export type TicketWatch = {
  readonly violations: readonly string[];
  readonly books: Books;
  /** Told of every write; until the returned function is called. */
  onWrite(listener: () => void): () => void;
  /** Somebody was told that nothing is left, in answer to what they asked at that time. */
  toldSoldOut(person: string, roomId: string, askedAt: number): void;
  /** The table is put back to these items: until it looks again, it keeps the books and finds nothing. */
  lookAway(items: readonly Item[]): void;
  lookAgain(): void;
};

export function createTicketWatch(world: World, stripe: StripeState, hall: Hall): TicketWatch {
  const violations: string[] = [];
  const books = createBooks();
  const stock = createStockWatch(books, hall, world.timeline.now);
  const listeners = new Set<() => void>();
  let isAway = false;
  const complain = (what: string): void => {
    if (violations.includes(what)) return;
    violations.push(what);
    world.trace.say(`!!! ${what}`);
  };
  const look = (records: readonly StreamRecord[]): void => {
    const found = [
      ...records.flatMap((record) => givenUp(stripe, record)),
      ...stock.written(records),
      ...[oneTicketEach, entriesSumToZero, bookedOnce, collectedIsWorth].flatMap((check) => check(books)),
      ...[refundsOf, transfersOf].flatMap((check) => check(stripe, books)),
    ];
    for (const what of found) complain(what);
  };
  const table = world.model.tables.find(({ name }) => name.endsWith('-commerce'));
  // The records of one transaction come together: between them nothing need be so.
  world.tables.onStream(table?.streamArn ?? '', (records) => {
    for (const record of records) take(books, record);
    if (!isAway) look(records);
    for (const listener of listeners) listener();
  });
  return {
    violations,
    books,
    onWrite(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    toldSoldOut: (...told) => stock.toldSoldOut(...told).forEach(complain),
    lookAway(items) {
      isAway = true;
      books.clear();
      for (const item of items) books.put(toStored(toItem(item)));
      for (const listener of listeners) listener();
    },
    lookAgain() {
      isAway = false;
      stock.forget();
      look([]);
    },
  };
}

function take(books: Books, { dynamodb }: StreamRecord): void {
  const after = toItem(dynamodb.NewImage);
  if (after) books.put(toStored(after));
  else books.remove(readText(dynamodb.Keys['pk']), readText(dynamodb.Keys['sk']));
}

const standing = ['held', 'processing', 'paid', 'comp', 'disputed'];

/** I2: a person has one ticket to a room. */
function oneTicketEach(books: Books): readonly string[] {
  const held = books.tickets().filter(({ state }) => standing.includes(state));
  const people = held.map(({ roomId, userId }) => `${userId} to ${roomId}`);
  return people.filter((one, at) => people.indexOf(one) !== at).map((one) => `two tickets of ${one} are valid`);
}

/** Money is never made, and never lost. */
const entriesSumToZero = (books: Books): readonly string[] =>
  books
    .entries()
    .filter(({ lines }) => Object.values(lines).reduce((sum, amount) => sum + amount, 0) !== 0)
    .map(({ key, roomId }) => `the entry ${key} of room ${roomId} does not sum to zero`);

/** I7: what is heard of twice is booked once. */
function bookedOnce(books: Books): readonly string[] {
  const keys = books.entries().map(({ key, roomId }) => `${key} of room ${roomId}`);
  return keys.filter((key, at) => keys.indexOf(key) !== at).map((key) => `the entry ${key} is booked twice`);
}

/** I5: what is booked of buyers is what their tickets are worth; a payment that bought nothing is booked when it is back. */
function collectedIsWorth(books: Books): readonly string[] {
  const strays = strayPayments(books);
  return books.sales().flatMap(({ roomId }) => {
    const [collected, worth] = [collectedOf(books, roomId), worthOf(books, strays, roomId)];
    return collected === worth ? [] : [`room ${roomId} has collected ${collected}, its tickets are worth ${worth}`];
  });
}

/** I4: no more goes back than was paid. */
const refundsOf = (stripe: StripeState): readonly string[] =>
  stripe.intents
    .values()
    .filter(({ id, amount }) => refundedOf(stripe, id) > amount)
    .map(({ id }) => `more than was paid went back of ${id}`);

/** I10: a host is paid once for a room, and no more than is held for it. */
function transfersOf(stripe: StripeState, books: Books): readonly string[] {
  const byRoom = Map.groupBy(stripe.transfers.values(), ({ transfer_group: room }) => room ?? '');
  return [...byRoom].flatMap(([roomId, made]) => {
    const net = books.payouts().find(({ payoutOf }) => payoutOf === roomId)?.net ?? 0;
    const sent = made.reduce((sum, { amount }) => sum + amount, 0);
    if (made.length > 1) return [`room ${roomId} was paid out ${made.length} times`];
    return sent > net ? [`room ${roomId} was paid out ${sent} of ${net}`] : [];
  });
}

const over = ['expired', 'failed'];
const toTicket = (item: unknown) => item as SeenTicket;

/** I6: a place goes back only when nobody can pay for it any more. */
function givenUp(stripe: StripeState, { dynamodb }: StreamRecord): readonly string[] {
  const before = toItem(dynamodb.OldImage);
  const after = toItem(dynamodb.NewImage);
  if (readText(dynamodb.Keys['sk']) !== 'TICKET' || !before || !after) return [];
  const [held, ended] = [toTicket(before), toTicket(after)];
  const isGivenUp = over.includes(ended.state) && standing.includes(held.state);
  if (!isGivenUp || !isPayable(stripe, held)) return [];
  return [`${ended.userId} lost the place of order ${held.order.id}, whose payment can be made or was made`];
}
