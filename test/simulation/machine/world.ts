import { createBus } from '../../../local/bus/bus.ts';
import type { CloudModel, StandIn } from '../../../local/model.ts';
import { createQueues } from '../../../local/queues/queues.ts';
import { createScheduler } from '../../../local/scheduler/scheduler.ts';
import { connectStreams } from '../../../local/streams/streams.ts';
import { createTables } from '../../../local/tables/tables.ts';
import { createFates, type FatesOptions } from './fates.ts';
import { createFetch } from './frames.ts';
import { createInvoke, textOf } from './invoking.ts';
import { createMedia } from './media.ts';
import { createOperations } from './operations.ts';
import { createTimeline } from './timeline.ts';
import { createTrace } from './trace.ts';
import type { Unit } from './units.ts';
import { installVirtualGlobals } from './virtual-globals.ts';
import { type Conflicting, createWire, installWire, type Meddling, type Wire } from './wire.ts';

export type WorldOptions = Omit<FatesOptions, 'chance'> & {
  readonly model: CloudModel;
  readonly units: ReadonlyMap<string, Unit>;
  readonly chance: () => number;
  readonly meddle: Meddling;
  readonly conflicting?: Conflicting | undefined;
  readonly placesInReplica: number;
  /** An execution is gone, and its environment with it. */
  readonly onCrash?: () => void;
  /** What stands beside the cloud in stories of tickets. */
  readonly openBeside?: (world: Inside) => Beside;
};

/** What the services beside the cloud are made of. */
export type Inside = Pick<WorldOptions, 'model' | 'units' | 'chance' | 'meddle'> & {
  readonly timeline: ReturnType<typeof createTimeline>;
  readonly operations: ReturnType<typeof createOperations>;
  readonly fates: ReturnType<typeof createFates>;
  readonly trace: ReturnType<typeof createTrace>;
};
/** More services of the cloud, and what sends over the wire without its SDK; `install` answers how to end it. */
export type Beside = { readonly standIns: readonly StandIn[]; install(wire: Wire): () => void };

const startAt = Date.UTC(2026, 10, 21, 10);

/** The engine's stand-ins in this process and on one timeline, joined as the templates say. `close` gives the thread back. */
export function openWorld(options: WorldOptions) {
  const { model, units, chance, meddle, placesInReplica } = options;
  const broken: string[] = [];
  const timeline = createTimeline(startAt, (label, error) => broken.push(`${label}: ${textOf(error)}`));
  const { clock } = timeline;
  const trace = createTrace(timeline);
  const fates = createFates(options);
  const operations = createOperations(timeline, options.onCrash);
  const onFailure = (operation: string, why: string): void => {
    trace.say(`${operation} failed: ${why}`);
    if (fates.struck() === 0) broken.push(`${operation} failed though nothing went wrong: ${why}`);
  };
  const invoke = createInvoke({ units, timeline, operations, chance, onFailure });
  const { region, accountId, mappings } = model;
  const shared = { clock, faults: fates.faults, region, accountId };
  const queues = createQueues({ ...shared, queues: model.queues });
  const { send } = queues;
  const bus = createBus({ ...shared, rules: model.rules, functions: model.functions, invoke, send });
  const scheduler = createScheduler({ ...shared, groups: model.scheduleGroups, invoke, send });
  const tables = createTables({ clock, region, accountId });
  for (const table of model.tables) tables.create(table);
  const media = createMedia({ ...shared, emit: bus.emit, placesInReplica });
  const restore = installVirtualGlobals(timeline, chance);
  queues.connect(mappings, invoke);
  connectStreams({ clock, faults: fates.faults, subscribe: tables.onStream, mappings, invoke, send });
  const beside = options.openBeside?.({ model, units, chance, meddle, timeline, operations, fates, trace });
  const own = [tables, queues, bus, scheduler, media].map((part) => part.standIn);
  const standIns = [...own, ...(beside?.standIns ?? [])];
  const wire = createWire({ standIns, timeline, chance, fates, trace, meddle, conflicting: options.conflicting });
  const uninstall = [installWire(wire.handle), installFetch(createFetch(wire))];
  if (beside) uninstall.push(beside.install(wire));
  return {
    model,
    units,
    chance,
    timeline,
    trace,
    fates,
    operations,
    invoke,
    queues,
    scheduler,
    tables,
    media,
    broken,
    close(): void {
      for (const undo of uninstall) undo();
      restore();
      tables.close();
    },
  };
}
export type World = ReturnType<typeof openWorld>;

const realFetch = globalThis.fetch;
function installFetch(fetch: typeof globalThis.fetch): () => void {
  globalThis.fetch = fetch;
  return () => {
    globalThis.fetch = realFetch;
  };
}
