import type { Shelf } from '../model.ts';
import type { BusEvent } from './envelope.ts';

/** How many events are remembered. */
const maxEvents = 100_000;
/** How many of them outlive the process. */
const maxKept = 10_000;

/** What the bus took, in order. */
export class EventHistory {
  readonly #kept: Shelf<BusEvent>;
  #events: BusEvent[];
  #count: number;

  constructor(kept: Shelf<BusEvent>) {
    const entries = kept.entries();
    this.#kept = kept;
    this.#events = entries.map(([, event]) => event);
    this.#count = Number(entries.at(-1)?.[0] ?? 0);
  }

  add(event: BusEvent): void {
    this.#events.push(event);
    if (this.#events.length > maxEvents) this.#events = this.#events.slice(maxEvents / 10);
    this.#count += 1;
    this.#kept.put(String(this.#count), event);
    this.#kept.remove(String(this.#count - maxKept));
  }

  /** The events after the one with this id; all of them when the id is unknown. */
  after(id: string | undefined): readonly BusEvent[] {
    return this.#events.slice(this.#events.findIndex((event) => event.id === id) + 1);
  }
}
