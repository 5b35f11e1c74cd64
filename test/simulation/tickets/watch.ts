import type { StreamRecord } from '../../../local/tables/store/stream-records.ts';
import { readText, toItem } from '../checks/seen.ts';
import type { World } from '../machine/world.ts';
import { isPayable, refundedOf, type StripeState } from './at-stripe.ts';
import { type Books, createBooks, type SeenTicket, toStored } from './seen.ts';

/** What must never be, not even for a moment: looked at with every write of the table `commerce`. */
export type TicketWatch = { readonly violations: readonly string[]; readonly books: Books };

export function createTicketWatch(world: World, stripe: StripeState): TicketWatch {
  const violations: string[] = [];
  const books = createBooks();
  const complain = (what: string): void => {
    if (violations.includes(what)) return;
    violations.push(what);
    world.trace.say(`!!! ${what}`);
  };
  const table = world.model.tables.find(({ name }) => name.endsWith('-commerce'));
  // The records of one transaction come together: between them nothing need be so.
  world.tables.onStream(table?.streamArn ?? '', (records) => {
    for (const record of records) take(books, record);
    for (const record of records) for (const what of moved(stripe, record)) complain(what);
    for (const what of [...stockOf(books), ...ledgerOf(books), ...refundsOf(stripe)]) complain(what);
  });
  return { violations, books };
}

function take(books: Books, { dynamodb }: StreamRecord): void {
  const after = toItem(dynamodb.NewImage);
  if (after) books.put(toStored(after));
  else books.remove(readText(dynamodb.Keys['pk']), readText(dynamodb.Keys['sk']));
}

/** I1: no place is sold twice, and none is lost. */
function stockOf(books: Books): readonly string[] {
  const [parts, tickets] = [books.parts(), books.tickets()];
  const below = parts.filter(({ available }) => available < 0);
  const wrong = books.sales().flatMap(({ roomId, capacity }) => {
    const available = parts.filter((part) => part.roomId === roomId).reduce((sum, part) => sum + part.available, 0);
    const occupied = tickets.filter((ticket) => ticket.roomId === roomId && ticket.part !== undefined).length;
    if (available + occupied === capacity) return [];
    return [`room ${roomId} has ${available} places left and ${occupied} taken, of ${capacity}`];
  });
  return [...below.map(({ roomId, part }) => `part ${part} of room ${roomId} has less than no place`), ...wrong];
}

/** Money is never made, and never lost. */
const ledgerOf = (books: Books): readonly string[] =>
  books
    .entries()
    .filter(({ lines }) => Object.values(lines).reduce((sum, amount) => sum + amount, 0) !== 0)
    .map(({ key, roomId }) => `the entry ${key} of room ${roomId} does not sum to zero`);

/** I4: no more goes back than was paid. */
const refundsOf = (stripe: StripeState): readonly string[] =>
  stripe.intents
    .values()
    .filter(({ id, amount }) => refundedOf(stripe, id) > amount)
    .map(({ id }) => `more than was paid went back of ${id}`);

const givenUp = ['expired', 'failed'];
const toTicket = (item: unknown) => item as SeenTicket;

/** I6: a place goes back only when nobody can pay for it any more. */
function moved(stripe: StripeState, { dynamodb }: StreamRecord): readonly string[] {
  const before = toItem(dynamodb.OldImage);
  const after = toItem(dynamodb.NewImage);
  if (readText(dynamodb.Keys['sk']) !== 'TICKET' || !before || !after) return [];
  const [held, ended] = [toTicket(before), toTicket(after)];
  const isGivenUp = givenUp.includes(ended.state) && !givenUp.includes(held.state);
  if (!isGivenUp || !isPayable(stripe, held)) return [];
  return [`${ended.userId} lost the place of order ${held.order.id}, whose payment can be made or was made`];
}
