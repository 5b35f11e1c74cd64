import type { FaultBox } from '../../faults/faults.ts';
import type { Delivery, Destination } from '../state.ts';
import { type AttemptOptions, createAttempts } from './attempts.ts';

export type DeliveryOptions = AttemptOptions & {
  readonly faults: Pick<FaultBox, 'strike'>;
  readonly newId: (prefix: string) => string;
};

const heldSeconds = 30;
const modes = ['drop', 'duplicate', 'delay', 'reorder'] as const;

/** Sends events to their destinations; a fault named by the event's type may get in the way. */
export function createDelivery(options: DeliveryOptions) {
  const { state, clock, faults, newId } = options;
  const schedule = createAttempts(options);
  let held: Delivery[] = [];

  const begin = (eventId: string, destinationId: string, delaySeconds = 0): Delivery => ({
    id: newId('whd'),
    eventId,
    destinationId,
    attempts: 0,
    state: 'waiting',
    dueAt: clock.now() + delaySeconds * 1000,
  });

  const lose = (delivery: Delivery): void => void state.deliveries.put(delivery.id, { ...delivery, state: 'lost' });

  /** Comes behind the next one, or alone when none comes. */
  function hold(delivery: Delivery): void {
    held.push(delivery);
    schedule({ ...delivery, dueAt: clock.now() + heldSeconds * 1000 });
  }

  function go(deliveries: readonly Delivery[]): void {
    for (const delivery of [...deliveries, ...held])
      schedule({ ...delivery, dueAt: Math.max(delivery.dueAt, clock.now()) });
    held = [];
  }

  return {
    /** Sends an event to everybody who asked for it. */
    send(eventId: string, type: string, payload: Destination['payload']): void {
      const wanting = state.destinations.values().filter((one) => one.payload === payload && isEnabled(one, type));
      for (const { id } of wanting) {
        const strike = faults.strike('stripe', type, modes);
        const delivery = begin(eventId, id, strike?.mode === 'delay' ? (strike.delaySeconds ?? heldSeconds) : 0);
        if (strike?.mode === 'drop') lose(delivery);
        else if (strike?.mode === 'reorder') hold(delivery);
        else go(strike?.mode === 'duplicate' ? [delivery, begin(eventId, id)] : [delivery]);
      }
    },
    /** Sends it once more, whatever became of it before. */
    again(eventId: string, delaySeconds: number): void {
      const known = state.deliveries.values().filter((one) => one.eventId === eventId);
      for (const id of new Set(known.map(({ destinationId }) => destinationId)))
        schedule(begin(eventId, id, delaySeconds));
    },
    /** Calls off what has not arrived. */
    drop(eventId: string): void {
      for (const delivery of state.deliveries.values())
        if (delivery.eventId === eventId && delivery.state === 'waiting') lose(delivery);
    },
    /** Takes up what an earlier process left. */
    resume(): void {
      for (const delivery of state.deliveries.values())
        if (delivery.state === 'waiting') schedule({ ...delivery, dueAt: Math.max(delivery.dueAt, clock.now()) });
    },
  };
}

export type Deliveries = ReturnType<typeof createDelivery>;

const isEnabled = ({ enabledEvents }: Destination, type: string): boolean =>
  enabledEvents.includes(type) || (enabledEvents.includes('*') && !type.startsWith('v1.'));
