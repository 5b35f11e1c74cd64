import type { JsonObject, WireAnswer } from '../../model.ts';
import { type Engine, tableOf } from '../engine.ts';
import { isMet } from '../expressions/conditions.ts';
import { project } from '../expressions/projections.ts';
import { type Expressions, readExpressions } from '../expressions/read-expressions.ts';
import { invalid } from '../refusals.ts';
import { needText, optionalBoolean, optionalChoice, optionalCount, optionalObject, optionalText } from '../request.ts';
import { type KeySchema, keyUnder, namesOf, schemaOf } from '../store/keys.ts';
import type { Ordered, Stretch } from '../store/ordered.ts';
import type { IndexEntry, IndexState, TableState } from '../store/table.ts';
import { readUnitsOf } from '../store/units.ts';
import { readItem } from '../values/read-value.ts';
import { type Item, kindOf, pickItem } from '../values/value.ts';
import type { CapacityMode } from './capacity.ts';
import { consumedCapacity, readCapacityMode, spentOn } from './capacity.ts';

// Service limit: a page ends when the items read reach 1 MB, whatever the filter lets through.
const MAX_BYTES = 1024 * 1024;
const SELECTS = ['', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES', 'COUNT'] as const;

/** What a Query and a Scan have in common. */
export type PageRequest = {
  readonly table: TableState;
  readonly index: IndexState | undefined;
  readonly schema: KeySchema;
  readonly entries: Ordered<IndexEntry>;
  readonly expressions: Expressions;
  readonly isCountOnly: boolean;
  readonly isConsistent: boolean;
  readonly isForward: boolean;
  readonly limit: number | undefined;
  readonly startKey: string | undefined;
  readonly mode: CapacityMode;
};

export function readPageRequest(engine: Engine, input: JsonObject): PageRequest {
  const name = needText(input, 'TableName');
  const limit = optionalCount(input, 'Limit', 1);
  const mode = readCapacityMode(input);
  const expressions = readExpressions(input);
  const table = tableOf(engine, name);
  const index = indexOf(table, optionalText(input, 'IndexName'));
  const isConsistent = optionalBoolean(input, 'ConsistentRead', false);
  if (isConsistent && index !== undefined)
    throw invalid('Consistent reads are not supported on global secondary indexes');
  return {
    table,
    index,
    schema: index?.model ?? schemaOf(table.model),
    entries: index?.entries ?? table.entries,
    expressions,
    isCountOnly: readSelect(input, index, expressions) === 'COUNT',
    isConsistent,
    isForward: optionalBoolean(input, 'ScanIndexForward', true),
    limit,
    startKey: readStartKey(optionalObject(input, 'ExclusiveStartKey'), table, index),
    mode,
  };
}

function indexOf(table: TableState, name: string | undefined): IndexState | undefined {
  if (name === undefined) return undefined;
  const index = table.indexes.find((each) => each.model.name === name);
  if (index === undefined) throw invalid(`The table does not have the specified index: ${name}`);
  return index;
}

function readSelect(input: JsonObject, index: IndexState | undefined, { projection }: Expressions): string {
  const select = optionalChoice(input, 'Select', SELECTS);
  const at = 'One or more parameter values were invalid:';
  if (select === 'ALL_PROJECTED_ATTRIBUTES' && index === undefined)
    throw invalid(`${at} ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName`);
  if (select === 'SPECIFIC_ATTRIBUTES' && projection === undefined)
    throw invalid(
      `${at} Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES`,
    );
  if (select !== '' && select !== 'SPECIFIC_ATTRIBUTES' && projection !== undefined)
    throw invalid(`Cannot specify the ProjectionExpression when choosing to get ${select}`);
  const projected = index?.projected;
  if (index === undefined || projected === undefined) return select;
  if (select === 'ALL_ATTRIBUTES')
    throw invalid(
      `${at} Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.model.name} because its projection type is not ALL`,
    );
  const absent = (projection ?? []).map(([head]) => String(head)).filter((head) => !projected.has(head));
  if (absent.length > 0)
    throw invalid(`${at} Global secondary index ${index.model.name} does not project [${absent.join(', ')}]`);
  return select;
}

function readStartKey(
  json: JsonObject | undefined,
  table: TableState,
  index: IndexState | undefined,
): string | undefined {
  if (json === undefined) return undefined;
  const item = readItem(json);
  const own = schemaOf(table.model);
  const schemas = index === undefined ? [own] : [index.model, own];
  const keys = schemas.flatMap((schema) => [...schema.partitionKeys, ...schema.sortKeys]);
  const isWhole = keys.every(({ name, type }) => item[name] !== undefined && kindOf(item[name]) === type);
  if (!isWhole || Object.keys(item).length !== new Set(keys.map((key) => key.name)).size)
    throw invalid('The provided starting key is invalid');
  return schemas.map((schema) => keyUnder(schema, item) ?? '').join('');
}

/** Reads one page of a stretch and answers as Query and Scan do. */
export function answerPage(request: PageRequest, stretch: Stretch): WireAnswer {
  const { items, scanned, bytes, last } = readPage(request, stretch);
  const bill = {
    table: request.table,
    read: readUnitsOf(bytes, request.isConsistent),
    ...(request.index && { readIndex: request.index.model.name }),
  };
  return {
    body: {
      Count: items.length,
      ScannedCount: scanned,
      ...(!request.isCountOnly && { Items: items.map((item) => shown(item, request)) }),
      ...(last && { LastEvaluatedKey: pickItem(last, keyNames(request)) }),
      ConsumedCapacity: consumedCapacity(request.mode, bill),
    },
    ...spentOn([bill]),
  };
}

type Page = { readonly items: readonly Item[]; readonly scanned: number; readonly bytes: number; readonly last?: Item };

function readPage(request: PageRequest, stretch: Stretch): Page {
  const { entries, isForward, startKey, limit, expressions } = request;
  const { filter, scope } = expressions;
  const rest = startKey === undefined ? stretch : after(stretch, startKey, isForward);
  const items: Item[] = [];
  let [scanned, bytes] = [0, 0];
  for (const entry of isForward ? entries.ascend(rest) : entries.descend(rest)) {
    scanned++;
    bytes += entry.size;
    if (filter === undefined || isMet(filter, entry.item, scope)) items.push(entry.item);
    if (scanned === limit || bytes >= MAX_BYTES) return { items, scanned, bytes, last: entry.item };
  }
  return { items, scanned, bytes };
}

function after(stretch: Stretch, startKey: string, isForward: boolean): Stretch {
  if (!stretch.hasBegun(startKey) || stretch.hasEnded(startKey))
    throw invalid('The provided starting key is outside query boundaries based on provided conditions');
  return isForward
    ? { ...stretch, hasBegun: (key) => key > startKey }
    : { ...stretch, hasEnded: (key) => key >= startKey };
}

function keyNames({ schema, table, index }: PageRequest): ReadonlySet<string> {
  return new Set([...namesOf(schema), ...(index === undefined ? [] : namesOf(schemaOf(table.model)))]);
}

function shown(item: Item, { expressions }: PageRequest): Item {
  return expressions.projection === undefined ? item : project(item, expressions.projection);
}
