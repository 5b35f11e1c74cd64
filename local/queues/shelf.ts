import type { Message } from './message.ts';

/** The messages of a queue that may be received now. */
export type Shelf = {
  /** Puts a message on the shelf, also one that comes back. */
  put(message: Message): void;
  /** A message that is out already, as a restart finds it. */
  hold(message: Message): void;
  /** Hands out up to so many, in order. A FIFO group stays locked until all of its messages that are out came back or were removed. */
  take(count: number): Message[];
  /** Ends a message, wherever it is. */
  remove(message: Message): void;
  readyCount(): number;
};

/** Standard queues: oldest first, nothing waits for anything. */
export function createStandardShelf(): Shelf {
  const ready = new Set<Message>();
  return {
    put(message) {
      message.state = 'ready';
      ready.add(message);
    },
    hold(message) {
      message.state = 'out';
    },
    take(count) {
      const taken: Message[] = [];
      for (const message of ready) {
        if (taken.length === count) break;
        ready.delete(message);
        message.state = 'out';
        taken.push(message);
      }
      return taken;
    },
    remove: (message) => void ready.delete(message),
    readyCount: () => ready.size,
  };
}

type Group = { readonly ready: Message[]; readonly out: Set<Message> };

function insertInOrder(list: Message[], message: Message): void {
  const place = list.findLastIndex((other) => other.order <= message.order);
  list.splice(place + 1, 0, message);
}

/** FIFO queues: order within a group, and one receiver per group at a time. */
export function createFifoShelf(): Shelf {
  const groups = new Map<string, Group>();
  const groupOf = (message: Message): Group => {
    const id = message.groupId ?? '';
    const group = groups.get(id) ?? { ready: [], out: new Set<Message>() };
    groups.set(id, group);
    return group;
  };
  const takeFrom = (group: Group, count: number): Message[] => {
    const taken = group.ready.splice(0, count);
    for (const message of taken) {
      message.state = 'out';
      group.out.add(message);
    }
    return taken;
  };
  return {
    put(message) {
      const group = groupOf(message);
      group.out.delete(message);
      message.state = 'ready';
      insertInOrder(group.ready, message);
    },
    hold(message) {
      message.state = 'out';
      groupOf(message).out.add(message);
    },
    take(count) {
      const taken: Message[] = [];
      for (const [id, group] of groups) {
        if (taken.length === count) break;
        if (group.out.size > 0 || group.ready.length === 0) continue;
        taken.push(...takeFrom(group, count - taken.length));
        // To the end of the line, so that busy groups do not starve the ones behind them.
        groups.delete(id);
        groups.set(id, group);
      }
      return taken;
    },
    remove(message) {
      const group = groupOf(message);
      group.out.delete(message);
      const place = group.ready.indexOf(message);
      if (place >= 0) group.ready.splice(place, 1);
      if (group.ready.length === 0 && group.out.size === 0) groups.delete(message.groupId ?? '');
    },
    readyCount: () =>
      [...groups.values()].reduce((sum, group) => sum + (group.out.size === 0 ? group.ready.length : 0), 0),
  };
}
