import { createBus } from '../../local/bus/bus.ts';
import type { CloudModel } from '../../local/model.ts';
import { createQueues } from '../../local/queues/queues.ts';
import { createScheduler } from '../../local/scheduler/scheduler.ts';
import { connectStreams } from '../../local/streams/streams.ts';
import { createTables } from '../../local/tables/tables.ts';
import { createFetch } from '../../test/simulation/machine/frames.ts';
import { createInvoke } from '../../test/simulation/machine/invoking.ts';
import { createOperations } from '../../test/simulation/machine/operations.ts';
import { createTimeline } from '../../test/simulation/machine/timeline.ts';
import type { Unit } from '../../test/simulation/machine/units.ts';
import { installVirtualGlobals } from '../../test/simulation/machine/virtual-globals.ts';
import { type Conflicting, createWire, installWire, type Meddling } from '../../test/simulation/machine/wire.ts';
import { openPayments } from '../../test/simulation/tickets/payments.ts';
import { createMeteredPayments } from './metered-payments.ts';
import { meterTables } from './metered-tables.ts';
import { quietFates as fates } from './quiet-fates.ts';

export type RushWorldOptions = {
  readonly model: CloudModel;
  readonly units: ReadonlyMap<string, Unit>;
  readonly chance: () => number;
  readonly paymentMilliseconds: number;
  readonly meddle?: Meddling;
  readonly conflicting?: Conflicting;
};

const startAt = Date.UTC(2026, 10, 21, 10);
/** Virtual milliseconds that a transaction holds its items; others meet a conflict there. */
export const holdTransactionsMs = 5;
/** "1 000 write units a second" for one partition of a table or index, the service's limit. */
export const partitionWriteUnitsPerSecond = 1_000;

/** The engine with its limits, the real units on the SDK's wire and the payment service, on one virtual timeline. */
export function openRushWorld({ model, units, chance, paymentMilliseconds, meddle, conflicting }: RushWorldOptions) {
  const failures = new Map<string, number>();
  const note = (what: string): void => void failures.set(what, (failures.get(what) ?? 0) + 1);
  const timeline = createTimeline(startAt, (label, error) => note(`${label}: ${String(error)}`));
  const { clock } = timeline;
  const restore = installVirtualGlobals(timeline, chance);
  const operations = createOperations(timeline);
  const payments = createMeteredPayments({ timeline, chance, paymentMilliseconds });
  const invoke = createInvoke({
    units,
    timeline,
    chance,
    operations,
    onFailure: (name, why) => note(`${name}: ${why}`),
    onGone: (name) => note(`${name}: ran too long`),
  });
  const { region, accountId, mappings } = model;
  const shared = { clock, region, accountId };
  const queues = createQueues({ ...shared, queues: model.queues });
  const { send } = queues;
  const bus = createBus({ ...shared, rules: model.rules, functions: model.functions, invoke, send });
  const scheduler = createScheduler({ ...shared, groups: model.scheduleGroups, invoke, send });
  const tables = createTables({ ...shared, holdTransactionsMs, partitionWriteUnitsPerSecond });
  for (const table of model.tables) tables.create(table);
  queues.connect(mappings, invoke);
  connectStreams({ clock, subscribe: tables.onStream, mappings, invoke, send });
  const metered = meterTables(tables.standIn, { now: clock.now, conflicting });
  const inside = {
    model,
    units,
    chance,
    timeline,
    operations,
    fates,
    trace: payments.trace,
    meddle: meddle ?? nothing,
  };
  const beside = openPayments(inside);
  const standIns = [metered.standIn, queues.standIn, bus.standIn, scheduler.standIn, ...beside.standIns];
  // Four fifths of the machine's dice are its quick calls: 1 to 16 ms either way. Slow ones are for the simulation.
  const wire = createWire({ ...inside, standIns, chance: () => chance() * 0.8 });
  const uninstall = [installWire(wire.handle), installFetch(createFetch(wire)), beside.install(payments.slow(wire))];
  return {
    ...{ model, units, chance, timeline, operations, invoke, queues, tables, failures, payments },
    stripe: beside.stripe,
    meter: metered.meter,
    close(): void {
      for (const undo of uninstall) undo();
      restore();
      tables.close();
    },
  };
}
export type RushWorld = ReturnType<typeof openRushWorld>;

const nothing: Meddling = () => undefined;

function installFetch(fetch: typeof globalThis.fetch): () => void {
  const before = globalThis.fetch;
  globalThis.fetch = fetch;
  return () => {
    globalThis.fetch = before;
  };
}
