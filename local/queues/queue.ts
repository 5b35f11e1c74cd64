import { createHash, randomUUID } from 'node:crypto';
import type { Cancel, Clock, FaultMode, Faults, QueueModel } from '../model.ts';
import { asKept, type KeptMessages } from './kept-messages.ts';
import type { Draft, Message } from './message.ts';
import { createMessage, moveMessage, repeatMessage } from './message.ts';
import { createFifoShelf, createStandardShelf } from './shelf.ts';
import { checkDraft } from './validation.ts';

export type QueueContext = {
  readonly clock: Clock;
  readonly faults?: Faults | undefined;
  /** Takes a message that was received too often over into the dead-letter queue. */
  readonly bury: (message: Message) => void;
  readonly kept: KeptMessages;
};

/** How long a fault of delivery holds a message, in virtual time. */
const faultDelayMilliseconds = 30_000;

/** One queue: delays, visibility, receive counts, redrive, and FIFO order with deduplication. Times are epoch milliseconds. */
export class Queue {
  readonly model: QueueModel;
  readonly #context: QueueContext;
  readonly #shelf;
  readonly #all = new Set<Message>();
  readonly #byHandle = new Map<string, Message>();
  readonly #listeners = new Set<() => void>();
  readonly #passedOver = new Set<Message>();
  readonly #repeats: Message[] = [];
  #order: number;

  constructor(model: QueueModel, context: QueueContext) {
    this.model = model;
    this.#context = context;
    this.#shelf = model.isFifo ? createFifoShelf() : createStandardShelf();
    this.#order = context.kept.order();
    for (const message of context.kept.messages()) this.#restore(message);
  }

  /** Accepts a message, or answers the earlier one when it is a repeat within the deduplication interval. */
  send(draft: Draft): Message {
    checkDraft(draft, this.model);
    const { clock, kept } = this.#context;
    const now = clock.now();
    const deduplicationId = this.#deduplicationIdOf(draft);
    const earlier = deduplicationId === undefined ? undefined : kept.sent.find(deduplicationId, now);
    if (earlier !== undefined) return earlier;
    const message = createMessage({ ...draft, deduplicationId }, this.#nextOrder(), this.model.isFifo, now);
    if (deduplicationId !== undefined) {
      kept.sent.remember(deduplicationId, { ...asKept(message), state: 'waiting' }, now);
    }
    this.#add(message, draft.delaySeconds ?? this.model.delaySeconds);
    return message;
  }

  /** Takes over a message of another queue as its dead letter. */
  adopt(message: Message, sourceArn: string): void {
    this.#add(moveMessage(message, this.#nextOrder(), sourceArn), 0);
  }

  /** Hands out up to so many messages and hides them for the visibility timeout. */
  receive(count: number, visibilitySeconds = this.model.visibilitySeconds): Message[] {
    const given: Message[] = [];
    const held = new Set<string | undefined>();
    while (given.length < count) {
      const taken = this.#shelf.take(count - given.length);
      if (taken.length === 0) break;
      for (const message of taken) {
        const isBehindHeld = this.model.isFifo && held.has(message.groupId);
        if (isBehindHeld) this.#shelf.put(message);
        else if (this.#mayGoOut(message)) given.push(message);
        else if (message.state === 'out') held.add(message.groupId);
      }
    }
    for (const message of given) this.#giveOut(message, visibilitySeconds);
    if (given.length > 0) this.#bringWhatFaultsHeld();
    return given;
  }

  /** Ends a received message; false when the handle is of an older receipt or the message is gone. */
  remove(receiptHandle: string): boolean {
    const message = this.#byHandle.get(receiptHandle);
    if (message === undefined) return false;
    this.#end(message);
    return true;
  }

  /** Hides a received message for so many seconds from now; 0 shows it at once. */
  changeVisibility(receiptHandle: string, seconds: number): boolean {
    const message = this.#byHandle.get(receiptHandle);
    if (message?.state !== 'out') return false;
    message.cancelReturn?.();
    if (seconds === 0) this.#show(message);
    else this.#showIn(message, seconds * 1000);
    this.#context.kept.put(message);
    return true;
  }

  /** Takes back what is out, before its time: whoever had it is gone. */
  recall(): void {
    for (const { state, receiptHandle } of this.messages()) {
      if (state === 'out' && receiptHandle !== undefined) this.changeVisibility(receiptHandle, 0);
    }
  }

  /** Calls the listener whenever a message can be received. */
  onReady(listener: () => void): Cancel {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  readyCount(): number {
    return this.#shelf.readyCount();
  }

  messages(): Message[] {
    return [...this.#all];
  }

  #deduplicationIdOf(draft: Draft): string | undefined {
    if (!this.model.isFifo || draft.deduplicationId !== undefined) return draft.deduplicationId;
    return createHash('sha256').update(draft.body).digest('hex');
  }

  #add(message: Message, delaySeconds: number): void {
    this.#all.add(message);
    if (delaySeconds > 0) this.#showIn(message, delaySeconds * 1000);
    else this.#show(message);
    this.#context.kept.put(message);
  }

  #nextOrder(): number {
    this.#order += 1;
    this.#context.kept.reached(this.#order);
    return this.#order;
  }

  /** Puts a kept message where it was: delayed, in flight until its time is over, or ready. */
  #restore(message: Message): void {
    const { clock } = this.#context;
    const { receiptHandle, visibleAt = 0 } = message;
    this.#all.add(message);
    if (receiptHandle !== undefined) this.#byHandle.set(receiptHandle, message);
    if (visibleAt <= clock.now()) this.#show(message);
    else {
      if (receiptHandle !== undefined) this.#shelf.hold(message);
      this.#showIn(message, visibleAt - clock.now());
    }
  }

  #show(message: Message): void {
    delete message.cancelReturn;
    delete message.visibleAt;
    this.#passedOver.delete(message);
    this.#shelf.put(message);
    for (const listener of this.#listeners) listener();
  }

  #showIn(message: Message, milliseconds: number): void {
    const { clock } = this.#context;
    const label = `${this.model.name} shows a message`;
    message.visibleAt = clock.now() + milliseconds;
    message.cancelReturn = clock.at(message.visibleAt, label, () => this.#show(message));
  }

  /** Whether a message taken off the shelf reaches its receiver now, and not its dead-letter queue or a fault. */
  #mayGoOut(message: Message): boolean {
    const { deadLetter } = this.model;
    if (deadLetter !== undefined && message.receiveCount >= deadLetter.maxReceiveCount) {
      this.#end(message);
      message.state = 'waiting';
      this.#context.bury(message);
      return false;
    }
    return this.#passesFault(message, this.#faultNow());
  }

  // Never `drop`: a queue keeps a message until somebody deletes it. Nor `reorder` within a FIFO group.
  #faultNow(): FaultMode | undefined {
    const modes: FaultMode[] = this.model.isFifo ? ['duplicate', 'delay'] : ['duplicate', 'delay', 'reorder'];
    return this.#context.faults?.take('sqs', this.model.name, modes);
  }

  #passesFault(message: Message, mode: FaultMode | undefined): boolean {
    if (mode === 'duplicate') this.#repeats.push(repeatMessage(message));
    if (mode === 'reorder') this.#passedOver.add(message);
    if (mode === 'delay' || mode === 'reorder') this.#showIn(message, faultDelayMilliseconds);
    return mode === undefined || mode === 'duplicate';
  }

  /** After a message went out: the ones passed over come next, and repeats may come again. */
  #bringWhatFaultsHeld(): void {
    for (const message of this.#passedOver) {
      message.cancelReturn?.();
      this.#show(message);
    }
    for (const message of this.#repeats.splice(0)) this.#add(message, 0);
  }

  #giveOut(message: Message, visibilitySeconds: number): void {
    if (message.receiptHandle !== undefined) this.#byHandle.delete(message.receiptHandle);
    message.receiptHandle = randomUUID();
    message.receiveCount += 1;
    message.firstReceivedAt ??= this.#context.clock.now();
    this.#byHandle.set(message.receiptHandle, message);
    if (visibilitySeconds === 0) this.#show(message);
    else this.#showIn(message, visibilitySeconds * 1000);
    this.#context.kept.put(message);
  }

  #end(message: Message): void {
    message.cancelReturn?.();
    if (message.receiptHandle !== undefined) this.#byHandle.delete(message.receiptHandle);
    this.#shelf.remove(message);
    this.#all.delete(message);
    this.#context.kept.remove(message);
    // The end of one message may unlock its group.
    if (this.readyCount() > 0) for (const listener of this.#listeners) listener();
  }
}
