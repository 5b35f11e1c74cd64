import { refuseUnknown } from '../bus/wire-input.ts';
import type { Clock, JsonObject } from '../model.ts';
import { attributeDigest } from './attribute-digest.ts';
import type { Message } from './message.ts';
import type { Queue } from './queue.ts';
import { reader } from './send-input.ts';
import { systemAttributes } from './system-attributes.ts';
import { maxVisibilitySeconds } from './validation.ts';

const fields = [
  'QueueUrl',
  'AttributeNames',
  'MessageSystemAttributeNames',
  'MessageAttributeNames',
  'MaxNumberOfMessages',
  'VisibilityTimeout',
  'WaitTimeSeconds',
];

function pick(all: JsonObject, names: readonly string[]): JsonObject {
  const isAsked = (name: string) =>
    names.some(
      (asked) =>
        asked === 'All' ||
        asked === '.*' ||
        asked === name ||
        (asked.endsWith('.*') && name.startsWith(asked.slice(0, -1))),
    );
  return Object.fromEntries(Object.entries(all).filter(([name]) => isAsked(name)));
}

function toWireMessage(message: Message, input: JsonObject): JsonObject {
  const names = [...reader.texts(input, 'AttributeNames'), ...reader.texts(input, 'MessageSystemAttributeNames')];
  const attributes = pick(systemAttributes(message), names);
  const messageAttributes = pick(message.attributes, reader.texts(input, 'MessageAttributeNames'));
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: message.md5,
    Body: message.body,
    ...(Object.keys(attributes).length === 0 ? {} : { Attributes: attributes }),
    ...(Object.keys(messageAttributes).length === 0
      ? {}
      : { MessageAttributes: messageAttributes, MD5OfMessageAttributes: attributeDigest(messageAttributes) }),
  };
}

/** Resolves when a message is ready or the virtual time is over. Not tracked: nobody should wait for a waiting reader. */
function whenReady(queue: Queue, clock: Clock, seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      forget();
      cancel();
      resolve();
    };
    const forget = queue.onReady(end);
    const cancel = clock.at(clock.now() + seconds * 1000, `${queue.model.name} long poll`, end);
  });
}

/** ReceiveMessage: up to 10 messages, waiting up to 20 seconds for the first. */
export async function receive(queue: Queue, input: JsonObject, clock: Clock): Promise<JsonObject> {
  refuseUnknown('SQS ReceiveMessage', input, fields);
  const count = reader.optionalNumber(input, 'MaxNumberOfMessages', 1, 10) ?? 1;
  const visibility = reader.optionalNumber(input, 'VisibilityTimeout', 0, maxVisibilitySeconds);
  const waitSeconds = reader.optionalNumber(input, 'WaitTimeSeconds', 0, 20) ?? 0;
  let messages = queue.receive(count, visibility);
  if (messages.length === 0 && waitSeconds > 0) {
    await whenReady(queue, clock, waitSeconds);
    messages = queue.receive(count, visibility);
  }
  return messages.length === 0 ? {} : { Messages: messages.map((message) => toWireMessage(message, input)) };
}
