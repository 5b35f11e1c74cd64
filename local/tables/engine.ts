import { forgetful } from '../keeping/forgetful.ts';
import type { Cause, Clock, Faults, JsonObject, Keeping, TableModel, WireAnswer } from '../model.ts';
import { missingTable } from './refusals.ts';
import { type Commit, createCommit, type StreamListener } from './store/commit.ts';
import { createKeptTables, type KeptTables } from './store/kept-tables.ts';
import { Locks } from './store/locks.ts';
import { createTableState, type TableState } from './store/table.ts';
import { Throttle } from './store/throttle.ts';
import { TransactionTokens } from './store/transaction-tokens.ts';

export type EngineOptions = {
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  readonly faults?: Faults;
  /** @default nothing is kept */
  readonly keeping?: Keeping;
  /** Real milliseconds that a transaction stays open, so that overlapping ones conflict. @default 0 */
  readonly holdTransactionsMs?: number;
  /** Write units a second for each partition. The service's limit is 1 000. @default none */
  readonly partitionWriteUnitsPerSecond?: number;
  /** Virtual milliseconds by which indexes follow their tables. @default 0 */
  readonly indexLagMilliseconds?: number;
  /** Virtual milliseconds by which deletions by time to live come late. @default 300 000 */
  readonly ttlLagMilliseconds?: number;
};

/** What the operations work on. */
export type Engine = {
  readonly clock: Clock;
  readonly region: string;
  readonly faults: Faults | undefined;
  readonly holdTransactionsMs: number;
  readonly tables: Map<string, TableState>;
  readonly listeners: Map<string, StreamListener[]>;
  readonly locks: Locks;
  readonly throttle: Throttle;
  readonly tokens: TransactionTokens;
  readonly commit: Commit;
  readonly kept: KeptTables;
};

export type Operation = (engine: Engine, input: JsonObject, cause: Cause) => WireAnswer | Promise<WireAnswer>;

export function createEngine(options: EngineOptions): Engine {
  const { clock, region, keeping = forgetful } = options;
  const kept = createKeptTables(keeping);
  const listeners = new Map<string, StreamListener[]>();
  const now = () => clock.now();
  return {
    clock,
    region,
    faults: options.faults,
    holdTransactionsMs: options.holdTransactionsMs ?? 0,
    tables: new Map(),
    listeners,
    locks: new Locks(),
    throttle: new Throttle(options.partitionWriteUnitsPerSecond, now),
    tokens: new TransactionTokens(now, keeping.shelf('tables/transaction-tokens')),
    kept,
    commit: createCommit({
      clock,
      region,
      indexLagMilliseconds: options.indexLagMilliseconds ?? 0,
      listenersOf: (arn) => listeners.get(arn) ?? [],
      kept,
    }),
  };
}

export function addTable(engine: Engine, model: TableModel): void {
  const table = createTableState(model, engine.clock.now());
  engine.tables.set(model.name, table);
  engine.kept.restore(table);
}

/** The table of a name or an arn. */
export function tableOf(engine: Engine, nameOrArn: string): TableState {
  const table = engine.tables.get(tableNameOf(nameOrArn));
  if (table === undefined) throw missingTable(nameOrArn);
  return table;
}

export function tableNameOf(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1) : nameOrArn;
}

/** Whether a test asked for this call to meet a conflict. */
export function isConflictAsked(engine: Engine, operation: string): boolean {
  return engine.faults?.take('dynamodb', operation, ['conflict']) === 'conflict';
}
