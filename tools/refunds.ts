/**
 * Refunds that did not go through: `ROOM [USER]` shows them, `--payment pi_…` one of a payment that bought no ticket, and
 * `--retry` has each tried once more. Works with the operator's AWS credentials and region of the environment; the worker that
 * holds Stripe's key does the rest. Against the embedded cloud, export `environment` of GET /local/endpoints.
 */

import { createHash, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { refunds } from '../adapters/dynamodb/refunds.ts';
import { ticketPages } from '../adapters/dynamodb/ticket-pages.ts';
import { tickets } from '../adapters/dynamodb/tickets.ts';
import type { Wiring } from '../adapters/wiring.ts';
import type { StoredRefund } from '../domain/refund.ts';
import type { Ticket } from '../domain/ticket.ts';
import { named } from '../lib/cloud.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    retry: { type: 'boolean', default: false },
    payment: { type: 'string' },
    table: { type: 'string', default: named('commerce') },
    queue: { type: 'string', default: `${named('stripe-refunds')}.fifo` },
  },
});

const wiring: Wiring = {
  tableNames: { commerce: options.table },
  queueUrls: {},
  now: () => Date.now(),
  randomBytes: (count) => randomBytes(count),
  random: () => Math.random(),
  digest: (text) => createHash('sha256').update(text).digest(),
};

/** The payments that are asked about: one, that of one ticket, or those of a room's tickets. */
async function askedFor(): Promise<string[]> {
  const [roomId, userId] = positionals;
  if (options.payment) return [options.payment];
  if (!roomId) throw new Error('Say ROOM, ROOM USER or --payment pi_…');
  if (!userId) return (await failedIn(roomId)).flatMap(paymentOf);
  const ticket = await tickets(wiring).find(roomId, userId);
  if (!ticket) throw new Error(`${userId} has no ticket of ${roomId}`);
  return paymentOf(ticket);
}
const paymentOf = ({ order }: Ticket): string[] => (order.paymentIntentId ? [order.paymentIntentId] : []);

async function failedIn(roomId: string): Promise<Ticket[]> {
  const found: Ticket[] = [];
  let next: Parameters<ReturnType<typeof ticketPages>['ofRoom']>[2];
  do {
    const page = await ticketPages(wiring).ofRoom(roomId, 500, next);
    found.push(...page.tickets.filter(({ state }) => state === 'refund_failed'));
    next = page.next;
  } while (next);
  return found;
}

const lineOf = ({ paymentIntentId, state, amount, userId, roomId, tries, reason, at }: StoredRefund): string =>
  `${paymentIntentId}  ${state}, ${tries} failed  ${amount.amount} ${amount.currency}  user ${userId}  room ${roomId}  ${reason}  ${at}`;

/** The same try asked for twice is one: the number of those that failed goes along. */
async function order(failed: readonly StoredRefund[]): Promise<void> {
  // The embedded cloud has two names for itself; on AWS both are the region's own address.
  const client = new SQSClient({ useQueueUrlAsEndpoint: false });
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: options.queue }));
  for (const { paymentIntentId, tries } of failed)
    await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: JSON.stringify({ paymentIntentId, failedTries: tries }),
        MessageGroupId: 'refunds',
        MessageDeduplicationId: `${paymentIntentId}:${tries}`,
      }),
    );
}

async function run(): Promise<void> {
  const found = await Promise.all((await askedFor()).map((payment) => refunds(wiring).find(payment)));
  const known = found.flatMap((refund) => (refund ? [refund] : []));
  if (known.length === 0) return console.log('There is no such refund.');
  console.log(known.map(lineOf).join('\n'));
  if (!options.retry) return;
  const failed = known.filter(({ state }) => state === 'failed');
  if (failed.length > 0) await order(failed);
  console.log(`${failed.length} will be tried once more, within a minute: look again then.`);
}

await run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
