import type { Cancel, Clock, Faults } from '../model.ts';
import type { BusEvent } from './envelope.ts';

const faultDelayMilliseconds = 30_000;
const modes = ['duplicate', 'delay', 'drop', 'reorder'] as const;

/** Strikes events on their way to the rules, named by detail-type or by `detail.eventType`. */
export class EventFaults {
  readonly #clock: Clock;
  readonly #faults: Faults | undefined;
  readonly #held = new Map<() => void, Cancel>();

  constructor(clock: Clock, faults: Faults | undefined) {
    this.#clock = clock;
    this.#faults = faults;
  }

  /** Delivers once, twice, later, after the next event or not at all. */
  pass(event: BusEvent, deliver: () => void): void {
    const mode = this.#take(event);
    if (mode === 'drop') return;
    if (mode === 'delay' || mode === 'reorder') {
      const late = this.#late(deliver);
      if (mode === 'reorder') this.#held.set(deliver, late);
      return;
    }
    deliver();
    if (mode === 'duplicate') deliver();
    this.#release();
  }

  #take(event: BusEvent) {
    const { eventType } = event.detail;
    const struck = this.#faults?.take('events', event['detail-type'], modes);
    const named = typeof eventType === 'string' ? this.#faults?.take('events', eventType, modes) : undefined;
    // People name the call as well as the event: what PutEvents put is meant either way.
    return struck ?? named ?? this.#faults?.take('events', 'PutEvents', modes);
  }

  #late(deliver: () => void): Cancel {
    return this.#clock.at(this.#clock.now() + faultDelayMilliseconds, 'an event held back', () => {
      this.#held.delete(deliver);
      deliver();
    });
  }

  #release(): void {
    for (const [deliver, cancel] of [...this.#held]) {
      this.#held.delete(deliver);
      cancel();
      deliver();
    }
  }
}
