import type { Cancel, Cause, Clock, Faults, Shelf } from '../model.ts';
import type { BusEvent } from './envelope.ts';

const faultDelayMilliseconds = 30_000;
const modes = ['duplicate', 'delay', 'drop', 'reorder'] as const;

/** An event that a fault holds back, until epoch milliseconds at most. */
export type HeldEvent = { readonly event: BusEvent; readonly cause: Cause; readonly dueAt: number };
type Deliver = (event: BusEvent, cause: Cause) => void;

/** Strikes events on their way to the rules, named by detail-type or by `detail.eventType`. */
export class EventFaults {
  readonly #clock: Clock;
  readonly #faults: Faults | undefined;
  readonly #deliver: Deliver;
  readonly #kept: Shelf<HeldEvent>;
  readonly #held = new Map<HeldEvent, Cancel>();

  constructor(clock: Clock, faults: Faults | undefined, deliver: Deliver, kept: Shelf<HeldEvent>) {
    this.#clock = clock;
    this.#faults = faults;
    this.#deliver = deliver;
    this.#kept = kept;
    for (const [, held] of kept.entries()) this.#hold(held);
  }

  /** Delivers once, twice, later, after the next event or not at all. */
  pass(event: BusEvent, cause: Cause): void {
    const mode = this.#take(event);
    if (mode === 'drop') return;
    if (mode === 'delay' || mode === 'reorder') {
      const held = { event, cause, dueAt: this.#clock.now() + faultDelayMilliseconds };
      const cancel = this.#hold(held);
      if (mode === 'reorder') this.#held.set(held, cancel);
      return;
    }
    this.#deliver(event, cause);
    if (mode === 'duplicate') this.#deliver(event, cause);
    this.#release();
  }

  #take(event: BusEvent) {
    const { eventType } = event.detail;
    const struck = this.#faults?.take('events', event['detail-type'], modes);
    const named = typeof eventType === 'string' ? this.#faults?.take('events', eventType, modes) : undefined;
    // People name the call as well as the event: what PutEvents put is meant either way.
    return struck ?? named ?? this.#faults?.take('events', 'PutEvents', modes);
  }

  #hold(held: HeldEvent): Cancel {
    this.#kept.put(held.event.id, held);
    return this.#clock.at(held.dueAt, 'an event held back', () => this.#letGo(held));
  }

  #letGo(held: HeldEvent): void {
    this.#held.delete(held);
    this.#kept.remove(held.event.id);
    this.#deliver(held.event, held.cause);
  }

  #release(): void {
    for (const [held, cancel] of [...this.#held]) {
      cancel();
      this.#letGo(held);
    }
  }
}
