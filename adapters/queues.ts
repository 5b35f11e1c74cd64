import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientOnce } from './clients.ts';
import type { Wiring } from './wiring.ts';

const clientOf = clientOnce(() => new SQSClient({ maxAttempts: 2 }));

export type Message = {
  readonly body: object;
  /** Up to 900 s (service limit); not for FIFO queues. */
  readonly delaySeconds?: number;
  /** FIFO queues only: order is kept per group. */
  readonly groupId?: string;
  /** FIFO queues only: a second message with this id within 5 minutes is dropped by the service. */
  readonly deduplicationId?: string;
};

/** Sends to the queues the unit may send to, ten messages a call (the service's limit). */
export const queues = (wiring: Wiring) => {
  const client = clientOf(wiring);
  return {
    async send(queue: string, messages: readonly Message[]): Promise<void> {
      const url = wiring.queueUrls[queue];
      if (url === undefined) throw new Error(`This unit may not send to the queue '${queue}'`);
      for (let at = 0; at < messages.length; at += 10) await sendTen(client, url, messages.slice(at, at + 10));
    },
  };
};

async function sendTen(client: SQSClient, url: string, messages: readonly Message[]): Promise<void> {
  const Entries = messages.map((message, index) => ({
    Id: String(index),
    MessageBody: JSON.stringify(message.body),
    ...(message.delaySeconds !== undefined && { DelaySeconds: message.delaySeconds }),
    ...(message.groupId && { MessageGroupId: message.groupId }),
    ...(message.deduplicationId && { MessageDeduplicationId: message.deduplicationId }),
  }));
  const { Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
  if (Failed && Failed.length > 0) throw new Error(`${Failed.length} messages were not taken: ${Failed[0]?.Code}`);
}
