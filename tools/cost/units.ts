/** What something uses, counted in what is paid for. */
export type Units = {
  readonly requests: number;
  readonly invocations: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly messages: number;
  readonly busEvents: number;
  readonly logBytes: number;
};

export const nothing: Units = {
  requests: 0,
  invocations: 0,
  readUnits: 0,
  writeUnits: 0,
  messages: 0,
  busEvents: 0,
  logBytes: 0,
};

/** `units` so many times. */
export const times = (units: Units, count: number): Units => combined(units, units, (one) => one * count);
export const plus = (a: Units, b: Units): Units => combined(a, b, (one, other) => one + other);

function combined(a: Units, b: Units, combine: (one: number, other: number) => number): Units {
  return {
    requests: combine(a.requests, b.requests),
    invocations: combine(a.invocations, b.invocations),
    readUnits: combine(a.readUnits, b.readUnits),
    writeUnits: combine(a.writeUnits, b.writeUnits),
    messages: combine(a.messages, b.messages),
    busEvents: combine(a.busEvents, b.busEvents),
    logBytes: combine(a.logBytes, b.logBytes),
  };
}

/** What people and rooms do, with all that follows from it in workers; a tick alone is apart. */
export const occasions = ['start', 'join', 'renewal', 'read', 'change', 'leave', 'end', 'tick'] as const;
export type Measured = Readonly<Record<(typeof occasions)[number], Units>>;

/** What a sale of tickets does: one bought, paid and settled; one given back and refunded; a minute in which nothing is due. */
export const saleOccasions = ['purchase', 'refund', 'sweep'] as const;
export type MeasuredSale = Readonly<Record<(typeof saleOccasions)[number], Units>>;
