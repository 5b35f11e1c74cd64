import type { Keeping } from '../model.ts';
import { DeduplicationWindow } from './deduplication.ts';
import type { Message } from './message.ts';

type KeptMessage = Omit<Message, 'state' | 'cancelReturn'>;

/** A queue's messages across restarts, by their place; how far places have come; and what was sent lately (FIFO). */
export type KeptMessages = {
  put(message: Message): void;
  remove(message: Message): void;
  /** In the order of their places, all of them `waiting`. */
  messages(): Message[];
  reached(order: number): void;
  order(): number;
  readonly sent: DeduplicationWindow<Message>;
};

export function createKeptMessages(keeping: Keeping, queueName: string): KeptMessages {
  const shelf = keeping.shelf<KeptMessage>(`queues/${queueName}`);
  const orders = keeping.shelf<number>('queues');
  return {
    put(message) {
      if (!message.isRepeat) shelf.put(String(message.order), asKept(message));
    },
    remove(message) {
      if (!message.isRepeat) shelf.remove(String(message.order));
    },
    messages: () =>
      shelf
        .entries()
        .map(([, kept]): Message => ({ ...kept, state: 'waiting' }))
        .toSorted((left, right) => left.order - right.order),
    reached: (order) => orders.put(queueName, order),
    order: () => orders.entries().find(([name]) => name === queueName)?.[1] ?? 0,
    sent: new DeduplicationWindow(keeping.shelf(`queues/${queueName}/sent`)),
  };
}

/** A copy, as messages change. */
export function asKept({ state: _state, cancelReturn: _cancel, ...kept }: Message): KeptMessage {
  return kept;
}
