import type { Clock } from '../model.ts';
import type { RefundOutcome } from './refunding.ts';
import type { State } from './state.ts';

/** What every call works with. Seconds are unix seconds of the virtual clock, as the API counts. */
export type House = {
  readonly state: State;
  readonly clock: Clock;
  /** Where pages of the stand-in are opened, e.g. `http://localhost:4000`. */
  readonly origin: string;
  now(): number;
  /** A new id, e.g. `pi_…` for the prefix `pi`. */
  newId(prefix: string): string;
  /** Tells every destination that asked for it; the object is shown as it is now. */
  publish(type: string, object: object, previous?: object): void;
  /** Tells of a v2 object by its id alone. */
  publishThin(
    type: string,
    related: { readonly id: string; readonly type: string; readonly url: string },
    capability?: string,
  ): void;
  /** What becomes of the next refunds, arranged by a test; what the balance says when it is empty. */
  readonly refundOutcomes: RefundOutcome[];
  /** Calls whose next request breaks half-way. */
  readonly broken: Set<string>;
  /** Which request events are caused by; undefined between requests. */
  request: { readonly id: string; readonly idempotencyKey: string | undefined } | undefined;
};

export const isoOf = (house: House): string => new Date(Math.floor(house.clock.now())).toISOString();
