import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { DomainEvent } from '../domain/events.ts';
import { clientOnce } from './clients.ts';
import type { Wiring } from './wiring.ts';

const clientOf = clientOnce(() => new EventBridgeClient({ maxAttempts: 2 }));

/** The account's default bus; consumers know repeated events by `detail.id`. */
export const bus = (wiring: Wiring) => {
  const client = clientOf(wiring);
  return {
    /** Ten entries a call (the service's limit); throws when one was not taken, so that the batch is tried again. */
    async publish(events: readonly DomainEvent[]): Promise<void> {
      for (let at = 0; at < events.length; at += 10) {
        const Entries = events.slice(at, at + 10).map((event) => ({
          Source: 'rostrum',
          DetailType: event.name,
          Detail: JSON.stringify(event.detail),
        }));
        const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries }));
        if (FailedEntryCount) throw new Error(`${FailedEntryCount} events were not taken`);
      }
    },
  };
};
