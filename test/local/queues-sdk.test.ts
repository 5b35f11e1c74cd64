import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../../local/clock/clock.ts';
import { attributeDigest } from '../../local/queues/attribute-digest.ts';
import { createQueues } from '../../local/queues/queues.ts';
import { type StandInServer, serveStandIn, testCredentials } from './stand-in-server.ts';

const shared = { hasContentDeduplication: false, visibilitySeconds: 30, delaySeconds: 0 };
const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const url = (name: string) => `http://127.0.0.1:4000/aws/sqs/000000000000/${name}`;
const model = (name: string) => ({ ...shared, name, arn: arn(name), url: url(name), isFifo: name.endsWith('.fifo') });

const clock = createClock();
const queues = createQueues({
  clock,
  queues: [model('pages'), model('frames.fifo')],
  region: 'us-east-1',
  accountId: '000000000000',
});
let server: StandInServer;
let client: SQSClient;
const QueueUrl = url('pages');

async function receiveAll() {
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages;
}

beforeAll(async () => {
  server = await serveStandIn(queues.standIn, { requestId: 'req-9' });
  client = new SQSClient({ endpoint: server.url, region: 'us-east-1', credentials: testCredentials, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  clock.close();
  await server.close();
});
beforeEach(async () => {
  await clock.advance(60_000);
  for (const { ReceiptHandle } of await receiveAll())
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
});

describe('SQS through its SDK client', () => {
  it('carries a message with its attributes, and the client finds all checksums right', async () => {
    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'page' } };
    const sent = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"page":1}', MessageAttributes }));
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] }),
    );
    expect(Messages).toMatchObject([
      {
        MessageId: sent.MessageId,
        Body: '{"page":1}',
        MessageAttributes,
        MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      },
    ]);
    expect(Messages[0]?.Attributes).toMatchObject({ ApproximateReceiveCount: '1', SenderId: 'OPERATOR' });
    expect(queues.messages(arn('pages'))[0]?.cause).toEqual({ causedBy: 'req-9' });
  });

  it('computes the checksum of attributes as the service does', () => {
    const attributes = { timestamp: { DataType: 'Number', StringValue: '1493147359900' } };
    expect(attributeDigest(attributes)).toBe('235c5c510d26fb653d073faed50ae77c');
  });

  it('hides a received message until its visibility timeout, shows it at once when asked, and ends it when deleted', async () => {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
    const [first] = await receiveAll();
    expect(await receiveAll()).toEqual([]);
    const visible = { QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 };
    await client.send(new ChangeMessageVisibilityCommand(visible));
    const [second] = await receiveAll();
    expect(second?.MessageId).toBe(first?.MessageId);
    await clock.advance(31_000);
    const [third] = await receiveAll();
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: third?.ReceiptHandle }));
    await clock.advance(31_000);
    expect(await receiveAll()).toEqual([]);
  });

  it('sends and deletes in batches, and names the entries it refuses', async () => {
    const Entries = [
      { Id: 'good', MessageBody: 'one' },
      { Id: 'late', MessageBody: 'two', DelaySeconds: 9999 },
    ];
    const sent = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(sent.Failed).toMatchObject([{ Id: 'late', Code: 'InvalidParameterValue', SenderFault: true }]);
    const [message] = await receiveAll();
    await client.send(
      new DeleteMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', ReceiptHandle: message?.ReceiptHandle }] }),
    );
    expect(queues.depth(arn('pages'))).toBe(0);
  });

  it('refuses batches as a whole that SQS refuses as a whole', async () => {
    const twice = [1, 2].map(() => ({ Id: 'same', MessageBody: 'x' }));
    await expect(client.send(new SendMessageBatchCommand({ QueueUrl, Entries: twice }))).rejects.toMatchObject({
      name: 'BatchEntryIdsNotDistinct',
    });
    const many = Array.from({ length: 11 }, (_, index) => ({ Id: `m${index}`, MessageBody: 'x' }));
    await expect(client.send(new SendMessageBatchCommand({ QueueUrl, Entries: many }))).rejects.toMatchObject({
      name: 'TooManyEntriesInBatchRequest',
    });
    const large = ['a', 'b'].map((Id) => ({ Id, MessageBody: 'x'.repeat(600_000) }));
    await expect(client.send(new SendMessageBatchCommand({ QueueUrl, Entries: large }))).rejects.toMatchObject({
      name: 'BatchRequestTooLong',
    });
  });

  it('wakes a long poll when a message comes, and ends it when its virtual time is over', async () => {
    const poll = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'wake up' }));
    expect((await poll).Messages?.[0]?.Body).toBe('wake up');
    const idle = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await clock.advance(21_000);
    expect((await idle).Messages).toBeUndefined();
  });

  it('answers a repeat within the deduplication interval with the first message', async () => {
    const message = {
      QueueUrl: url('frames.fifo'),
      MessageBody: 'x',
      MessageGroupId: 'g',
      MessageDeduplicationId: 'd',
    };
    const first = await client.send(new SendMessageCommand(message));
    const again = await client.send(new SendMessageCommand(message));
    const other = await client.send(new SendMessageCommand({ ...message, MessageBody: 'something else' }));
    expect([again.MessageId, other.MessageId]).toEqual([first.MessageId, first.MessageId]);
    expect(first.SequenceNumber).toMatch(/^\d{20}$/);
    expect(queues.depth(arn('frames.fifo'))).toBe(1);
  });

  it('knows its queues by name, with their attributes', async () => {
    expect(await client.send(new GetQueueUrlCommand({ QueueName: 'pages' }))).toMatchObject({ QueueUrl });
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect(Attributes).toMatchObject({
      QueueArn: arn('pages'),
      VisibilityTimeout: '30',
      ApproximateNumberOfMessages: '0',
    });
    await expect(client.send(new GetQueueUrlCommand({ QueueName: 'nowhere' }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
  });

  it('refuses calls and parameters it does not cover, and says which', async () => {
    await expect(client.send(new ListQueuesCommand({}))).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
    const attempt = new ReceiveMessageCommand({ QueueUrl, ReceiveRequestAttemptId: 'x' });
    await expect(client.send(attempt)).rejects.toThrow('ReceiveMessage with ReceiveRequestAttemptId');
  });

  it('asks the policy check for the action on the queue', () => {
    const asks = queues.standIn.asks('SendMessageBatch', { QueueUrl });
    expect(asks).toEqual([{ action: 'sqs:SendMessage', resource: arn('pages') }]);
  });
});
