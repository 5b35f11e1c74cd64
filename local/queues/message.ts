import { createHash, randomUUID } from 'node:crypto';
import type { Cancel, Cause, JsonObject } from '../model.ts';

/** What a sender gives. `attributes` are message attributes as on the wire: `{name: {DataType, StringValue or BinaryValue}}`. */
export type Draft = {
  readonly body: string;
  readonly attributes: JsonObject;
  readonly senderId: string;
  readonly cause: Cause;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
  readonly delaySeconds?: number | undefined;
};

/** `waiting`: delayed, not to be received yet; `out`: received, invisible until its time is over. */
export type MessageState = 'waiting' | 'ready' | 'out';

export type Message = Omit<Draft, 'delaySeconds'> & {
  readonly id: string;
  /** The place in its queue. */
  readonly order: number;
  readonly md5: string;
  readonly sentAt: number;
  readonly sequenceNumber?: string | undefined;
  readonly deadLetterSourceArn?: string;
  /** A second copy that a fault made: nobody is owed it after a restart. */
  readonly isRepeat?: boolean;
  state: MessageState;
  receiveCount: number;
  firstReceivedAt?: number;
  receiptHandle?: string;
  /** When it can be received: the end of its delay or of its visibility timeout. */
  visibleAt?: number;
  cancelReturn?: Cancel;
};

export function md5Of(text: string | Uint8Array): string {
  return createHash('md5').update(text).digest('hex');
}

/** A message as it is when it has just arrived, at epoch milliseconds. */
export function createMessage(draft: Draft, order: number, isFifo: boolean, sentAt: number): Message {
  const { delaySeconds: _, ...kept } = draft;
  return {
    ...kept,
    id: randomUUID(),
    order,
    md5: md5Of(draft.body),
    sentAt,
    // 20 digits, rising, as in FIFO queues of the service.
    ...(isFifo ? { sequenceNumber: String(18_800_000_000_000_000_000n + BigInt(order) * 256n) } : {}),
    state: 'waiting',
    receiveCount: 0,
  };
}

/** The same message once more, as at-least-once delivery may bring it. */
export function repeatMessage(message: Message): Message {
  const { receiptHandle: _handle, cancelReturn: _cancel, ...kept } = message;
  return { ...kept, state: 'waiting', isRepeat: true };
}

/** The message as it enters a dead-letter queue: same id, body, times and receive count. */
export function moveMessage(message: Message, order: number, sourceArn: string): Message {
  const { receiptHandle: _handle, cancelReturn: _cancel, visibleAt: _at, isRepeat: _repeat, ...kept } = message;
  return { ...kept, state: 'waiting', order, deadLetterSourceArn: sourceArn };
}
