import type { WebSocket } from 'ws';
import { pathsThatHear } from './channels.ts';

/** A socket's subscription under the id its client chose. */
export type Subscription = {
  readonly id: string;
  readonly path: string;
  readonly socket: Pick<WebSocket, 'send' | 'bufferedAmount' | 'terminate'>;
};

export type Hub = {
  add(subscription: Subscription): void;
  remove(subscription: Subscription): void;
  /** Hands the event, a JSON text, to everybody who listens to the channel now; answers how many. */
  deliver(path: string, event: string): number;
  /** Channels and wildcards with somebody who listens, and how many. */
  listeners(): ReadonlyMap<string, number>;
};

/** A socket that takes nothing any more is cut when so much waits for it: the others must not pay with memory. */
const mostWaitingBytes = 4 * 1024 * 1024;

function send({ id, socket }: Subscription, eventText: string): void {
  if (socket.bufferedAmount > mostWaitingBytes) socket.terminate();
  else socket.send(`{"id":${JSON.stringify(id)},"type":"data","event":${eventText}}`);
}

/** Who listens to what. Sending only fills a socket's own buffer, so nobody waits for a slow one. */
export function createHub(): Hub {
  const byPath = new Map<string, Set<Subscription>>();
  return {
    add(subscription) {
      const listening = byPath.get(subscription.path) ?? new Set();
      byPath.set(subscription.path, listening.add(subscription));
    },
    remove(subscription) {
      const listening = byPath.get(subscription.path);
      listening?.delete(subscription);
      if (listening?.size === 0) byPath.delete(subscription.path);
    },
    deliver(path, event) {
      const eventText = JSON.stringify(event);
      const hearing = pathsThatHear(path).flatMap((one) => [...(byPath.get(one) ?? [])]);
      for (const subscription of hearing) send(subscription, eventText);
      return hearing.length;
    },
    listeners: () => new Map([...byPath].map(([path, listening]) => [path, listening.size])),
  };
}
