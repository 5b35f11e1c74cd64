import type { Cause, JsonObject, StandIn, TableModel, WireAnswer, WireRequest } from '../model.ts';
import { asksOf } from './asks.ts';
import { addTable, createEngine, type Engine, type EngineOptions, tableOf } from './engine.ts';
import { OPERATIONS } from './operations.ts';
import { invalid, uncovered, unreadable } from './refusals.ts';
import { isObject } from './request.ts';
import type { StreamListener } from './store/commit.ts';
import { restore } from './store/restore.ts';
import { checkTable } from './store/table-checks.ts';
import { startSweeps } from './sweep.ts';
import type { Item } from './values/value.ts';

const TARGET = 'DynamoDB_20120810.';
const TTL_LAG_MILLISECONDS = 300_000;

export type TableCount = {
  readonly table: string;
  readonly items: number;
  readonly indexes: Readonly<Record<string, number>>;
};

/** The embedded DynamoDB. */
export type Tables = {
  readonly standIn: StandIn;
  /** Adds an empty table; throws a ValidationException for what the service would not create. */
  create(table: TableModel): void;
  /** A call without the wire: for benches and simulations. Throws the service's refusals as WireFault. */
  perform(operation: string, input: JsonObject, cause: Cause): Promise<WireAnswer>;
  /** Tells the listener of every change of the table with this stream, in order, at the moment it is stored. */
  onStream(streamArn: string, listener: StreamListener): void;
  counts(): readonly TableCount[];
  /** All items of a table, in storage order. */
  snapshot(tableName: string): readonly Item[];
  /** Puts a table back to what a snapshot of it held, as a restore to that time does; streams tell nothing of it. */
  restore(tableName: string, items: readonly Item[]): void;
  close(): void;
};

export function createTables(options: EngineOptions): Tables {
  const engine = createEngine(options);
  const stop = startSweeps(engine, options.ttlLagMilliseconds ?? TTL_LAG_MILLISECONDS);
  const perform = async (operation: string, input: JsonObject, cause: Cause): Promise<WireAnswer> => {
    const known = OPERATIONS.get(operation);
    if (known === undefined) throw uncovered(operation);
    return known(engine, input, cause);
  };
  return {
    standIn: {
      service: 'dynamodb',
      protocol: 'json',
      route,
      asks: (operation, input) => asksOf(engine, options.accountId, operation, input),
      perform: (call) => perform(call.operation, call.input, call.cause),
    },
    create: (model) => {
      checkTable(model);
      if (engine.tables.has(model.name)) throw invalid(`Table already exists: ${model.name}`);
      addTable(engine, model);
    },
    perform,
    onStream: (arn, listener) => engine.listeners.set(arn, [...(engine.listeners.get(arn) ?? []), listener]),
    counts: () => countsOf(engine),
    snapshot: (name) => snapshotOf(engine, name),
    restore: (name, items) => restore(engine, tableOf(engine, name), items),
    close: stop,
  };
}

/** Undefined for every call that is not covered, so that the front names it in its refusal. */
function route(request: WireRequest): { readonly operation: string; readonly input: JsonObject } | undefined {
  const target = request.headers['x-amz-target'] ?? '';
  const operation = target.slice(TARGET.length);
  if (!target.startsWith(TARGET) || !OPERATIONS.has(operation)) return undefined;
  return { operation, input: readBody(request.body) };
}

function readBody(body: Buffer): JsonObject {
  let json: unknown;
  try {
    json = JSON.parse(body.toString());
  } catch {
    throw unreadable('The request body is not JSON');
  }
  return toObject(json);
}

function toObject(json: unknown): JsonObject {
  const object = json as JsonObject;
  if (!isObject(object)) throw unreadable('The request body is not a JSON object');
  return object;
}

function countsOf(engine: Engine): readonly TableCount[] {
  return [...engine.tables.values()].map(({ model, entries, indexes }) => ({
    table: model.name,
    items: entries.size,
    indexes: Object.fromEntries(indexes.map((index) => [index.model.name, index.entries.size])),
  }));
}

function snapshotOf(engine: Engine, name: string): readonly Item[] {
  return [...tableOf(engine, name).entries.all()].map((entry) => entry.item);
}
