import { refuseUnknown } from '../bus/wire-input.ts';
import type { Clock, JsonObject, WireCall } from '../model.ts';
import { WireFault } from '../model.ts';
import { attributeDigest } from './attribute-digest.ts';
import { eachEntry } from './batch-calls.ts';
import { type Draft, type Message, md5Of } from './message.ts';
import type { Queue } from './queue.ts';
import { getAttributes } from './queue-attributes.ts';
import { receive } from './receive-call.ts';
import { readDraft, reader } from './send-input.ts';
import { maxMessageBytes, maxVisibilitySeconds, sizeOf } from './validation.ts';

type Perform = (call: WireCall, queue: Queue, clock: Clock) => JsonObject | Promise<JsonObject>;

/** The digests are of what was sent, also when an earlier message under the same deduplication id stands for it. */
function send(queue: Queue, draft: Draft): JsonObject {
  const message: Message = queue.send(draft);
  const digest = attributeDigest(draft.attributes);
  return {
    MessageId: message.id,
    MD5OfMessageBody: md5Of(draft.body),
    ...(digest === undefined ? {} : { MD5OfMessageAttributes: digest }),
    ...(message.sequenceNumber === undefined ? {} : { SequenceNumber: message.sequenceNumber }),
  };
}

function sendBatch(call: WireCall, queue: Queue): JsonObject {
  refuseUnknown('SQS SendMessageBatch', call.input, ['QueueUrl', 'Entries']);
  const bytes = reader.objects(call.input, 'Entries').reduce((sum, entry) => {
    const attributes = reader.optionalObject(entry, 'MessageAttributes') ?? {};
    return sum + sizeOf({ body: reader.optionalText(entry, 'MessageBody') ?? '', attributes });
  }, 0);
  if (bytes > maxMessageBytes) {
    const sentence = `Batch requests cannot be longer than ${maxMessageBytes} bytes. You have sent ${bytes} bytes.`;
    throw new WireFault(400, 'BatchRequestTooLong', sentence);
  }
  return eachEntry(call, (entry) => send(queue, readDraft(call, entry, ['Id'])));
}

function removeByHandle(queue: Queue, input: JsonObject): JsonObject {
  // Deleting again is fine with SQS; an old receipt of a FIFO message is not.
  queue.remove(reader.text(input, 'ReceiptHandle'));
  return {};
}

function changeVisibility(call: WireCall, queue: Queue): JsonObject {
  refuseUnknown('SQS ChangeMessageVisibility', call.input, ['QueueUrl', 'ReceiptHandle', 'VisibilityTimeout']);
  const seconds = reader.optionalNumber(call.input, 'VisibilityTimeout', 0, maxVisibilitySeconds) ?? 0;
  if (queue.changeVisibility(reader.text(call.input, 'ReceiptHandle'), seconds)) return {};
  throw new WireFault(400, 'MessageNotInflight', 'The specified message is not in flight.');
}

/** The calls of SQS that work on one queue, by operation. */
export const queueCalls: Readonly<Record<string, Perform>> = {
  SendMessage: (call, queue) => send(queue, readDraft(call, call.input, ['QueueUrl'])),
  SendMessageBatch: sendBatch,
  ReceiveMessage: (call, queue, clock) => receive(queue, call.input, clock),
  DeleteMessage(call, queue) {
    refuseUnknown('SQS DeleteMessage', call.input, ['QueueUrl', 'ReceiptHandle']);
    return removeByHandle(queue, call.input);
  },
  DeleteMessageBatch: (call, queue) => eachEntry(call, (entry) => removeByHandle(queue, entry)),
  ChangeMessageVisibility: changeVisibility,
  GetQueueAttributes: (call, queue) => getAttributes(queue, call.input),
  GetQueueUrl(call, queue) {
    refuseUnknown('SQS GetQueueUrl', call.input, ['QueueName', 'QueueOwnerAWSAccountId']);
    return { QueueUrl: queue.model.url };
  },
};
