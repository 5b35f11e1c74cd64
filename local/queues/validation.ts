import { isObject } from '../assembly/json.ts';
import type { QueueModel } from '../model.ts';
import { WireFault } from '../model.ts';
import type { Draft } from './message.ts';

/** "The maximum size is 1 MiB or 1,048,576 bytes" of body and attributes (SendMessage), also for all messages of a batch. */
export const maxMessageBytes = 1_048_576;
/** "Valid values: 0 to 900. Maximum: 15 minutes" (SendMessage, DelaySeconds). */
export const maxDelaySeconds = 900;
/** "Maximum: 12 hours" (ChangeMessageVisibility). */
export const maxVisibilitySeconds = 43_200;

export const missing = (name: string): WireFault =>
  new WireFault(400, 'MissingParameter', `The request must contain the parameter ${name}.`);

export const invalid = (name: string, reason: string): WireFault =>
  new WireFault(400, 'InvalidParameterValue', `Value for parameter ${name} is invalid. Reason: ${reason}.`);

/** Bytes that count towards the limit: the body, and names, types and values of attributes. */
export function sizeOf(draft: Pick<Draft, 'body' | 'attributes'>): number {
  let bytes = Buffer.byteLength(draft.body);
  for (const [name, attribute] of Object.entries(draft.attributes)) {
    bytes += Buffer.byteLength(name);
    if (!isObject(attribute)) continue;
    for (const value of Object.values(attribute)) if (typeof value === 'string') bytes += Buffer.byteLength(value);
  }
  return bytes;
}

// #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF (SendMessage, MessageBody).
const allowedText = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

function checkBody(draft: Draft): void {
  if (draft.body === '') throw missing('MessageBody');
  if (sizeOf(draft) > maxMessageBytes) {
    throw invalid('MessageBody', `Message must be shorter than ${maxMessageBytes} bytes`);
  }
  if (!allowedText.test(draft.body)) {
    throw new WireFault(400, 'InvalidMessageContents', 'Invalid characters found in the message body.');
  }
}

const idPattern = /^[0-9A-Za-z!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/;

function checkFifo(draft: Draft, queue: QueueModel): void {
  if (draft.groupId === undefined) throw missing('MessageGroupId');
  if (draft.delaySeconds !== undefined && draft.delaySeconds > 0) {
    throw invalid('DelaySeconds', 'The request include parameter that is not valid for this queue type');
  }
  if (draft.deduplicationId === undefined && !queue.hasContentDeduplication) {
    throw new WireFault(
      400,
      'InvalidParameterValue',
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
}

/** Throws what SQS would answer; standard queues take group ids too (fair queues) but no deduplication ids. */
export function checkDraft(draft: Draft, queue: QueueModel): void {
  checkBody(draft);
  for (const [name, id] of [
    ['MessageGroupId', draft.groupId],
    ['MessageDeduplicationId', draft.deduplicationId],
  ] as const) {
    if (id !== undefined && !idPattern.test(id)) throw invalid(name, 'Only 1 to 128 letters, digits and punctuation');
  }
  if (draft.delaySeconds !== undefined && !(draft.delaySeconds >= 0 && draft.delaySeconds <= maxDelaySeconds)) {
    throw invalid('DelaySeconds', `DelaySeconds must be >= 0 and <= ${maxDelaySeconds}`);
  }
  if (queue.isFifo) checkFifo(draft, queue);
  else if (draft.deduplicationId !== undefined) {
    throw invalid('MessageDeduplicationId', 'The request include parameter that is not valid for this queue type');
  }
}
