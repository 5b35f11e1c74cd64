import { manifest as payments } from '../../../functions/payments/manifest.ts';
import { manifest as tickets } from '../../../functions/tickets/manifest.ts';
import { manifest as waitingList } from '../../../functions/waiting-list/manifest.ts';
import type { Coverage } from '../machine/coverage.ts';
import { type CallFault, callFaults } from '../machine/fates.ts';

const operations: ReadonlySet<string> = new Set([
  ...[tickets, payments, waitingList].flatMap(({ operations }) => operations.map(({ name }) => name)),
  'relayTickets',
]);
const deliveries =
  /^(stripe |sqs rostrum-(stripe-|refund-jobs|offers)|streams rostrum-commerce$|events (room\.(canceled|ended)|person\.removed)$)/;

/** Whether a site belongs to tickets; the others are struck, and counted, in the stories of rooms. */
export function isOfTickets(site: string): boolean {
  const [first = '', rest = ''] = [site.slice(0, site.indexOf(' ')), site.slice(site.indexOf(' ') + 1)];
  return first === 'delivery' ? deliveries.test(rest) : operations.has(first);
}

const isWrite = / (PutItem|UpdateItem|DeleteItem|TransactWriteItems) /;
const isThrottled = / (GetItem|BatchGetItem|Query|SendMessageBatch|PutEvents|GetSecretValue)( |$)/;

const ofStripe: readonly CallFault[] = [...callFaults, 'throttled', 'broken'];
const ofWrites: readonly CallFault[] = [...callFaults, 'conflict', 'throttled'];
const ofOthers: readonly CallFault[] = [...callFaults, 'throttled'];

/** Writes that meet others' in a rush. */
export const isContended = (site: string): boolean => isOfTickets(site) && isWrite.test(site);

/** What may befall a call of tickets: writes meet others' transactions, the payment service says 429 and 500. */
export function faultsOf(site: string): readonly CallFault[] {
  if (!isOfTickets(site)) return callFaults;
  if (site.includes(' stripe ')) return ofStripe;
  if (isWrite.test(site)) return ofWrites;
  return isThrottled.test(site) ? ofOthers : callFaults;
}

/** Counts the sites of tickets alone. */
export const ofTicketsOnly = (coverage: Coverage): Coverage => ({
  ...coverage,
  reached: (site, faults, moment) => {
    if (isOfTickets(site)) coverage.reached(site, faults, moment);
  },
});
