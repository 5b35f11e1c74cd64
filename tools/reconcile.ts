/**
 * Has everything that the payment service made since a time (`--since 2026-11-21T22:00:00Z`) compared with the tables, and what
 * they do not know brought in: after the tables were put back to that time, or when news may have been missed. `--rooms a,b`
 * has the sales of these rooms follow their rooms. It uses the operator's AWS credentials and region of the environment; against
 * the embedded cloud, those of GET /local/endpoints.
 */

import { parseArgs } from 'node:util';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { isRoomId } from '../domain/ids.ts';
import { addSeconds, daySeconds, isoOf, timeFrom } from '../domain/time.ts';
import { saleMessage, walkMessage } from '../functions/steps/walk-orders.ts';
import { named } from '../lib/cloud.ts';

const { values: options } = parseArgs({
  options: {
    since: { type: 'string' },
    rooms: { type: 'string', multiple: true, default: [] },
    queue: { type: 'string', default: `${named('stripe-walks')}.fifo` },
  },
});

/** A payment is known by when it was opened, and may be made hours later: the walk begins a day before. */
function readSince(text: string | undefined): string {
  const since = timeFrom(text ?? '');
  if (since === undefined) throw new Error('Say --since with a time, e.g. 2026-11-21T22:00:00Z');
  return addSeconds(since, -daySeconds);
}

function readRooms(lists: readonly string[]): readonly string[] {
  const rooms = lists.flatMap((list) => list.split(/[\s,]+/)).filter((text) => text !== '');
  const wrong = rooms.find((text) => !isRoomId(text));
  if (wrong !== undefined) throw new Error(`'${wrong}' is no id of a room`);
  return rooms;
}

async function run(): Promise<void> {
  const [since, rooms] = [readSince(options.since), readRooms(options.rooms)];
  // The embedded cloud has two names for itself; on AWS both are the region's own address.
  const client = new SQSClient({ useQueueUrlAsEndpoint: false });
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: options.queue }));
  const walk = `${isoOf(Date.now())} by hand`;
  const sales = rooms.map((roomId) => saleMessage({ roomId }, walk));
  for (const { body, groupId, deduplicationId } of [...sales, walkMessage({ walk, since, list: 'refunds' })])
    await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: JSON.stringify(body),
        MessageGroupId: groupId,
        MessageDeduplicationId: deduplicationId,
      }),
    );
  console.log(`Ordered: ${rooms.length} sales, then all that was made since ${since}.`);
  console.log(`Done when the queue is empty: ${QueueUrl}`);
}

await run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
