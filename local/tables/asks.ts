import type { Ask, Json, JsonObject, KeyModel, TableModel } from '../model.ts';
import { type Engine, tableNameOf } from './engine.ts';
import { readExpressions } from './expressions/read-expressions.ts';
import { isList, isObject } from './request.ts';

const LEADING_KEYS = 'dynamodb:leadingkeys';
/** Something a call touches: a table by name, and the item or key by which its partition is known. */
type Touch = { readonly action: string; readonly table: string; readonly item?: Json | undefined };

/**
 * The questions that IAM has to answer before a call: one for each action on each table or index, with the partition
 * keys of all items it touches. Malformed input asks less, and is refused by the operation itself.
 */
export function asksOf(engine: Engine, accountId: string, operation: string, input: JsonObject): readonly Ask[] {
  if (operation === 'ListTables') return [{ action: 'dynamodb:ListTables', resource: '*' }];
  if (operation === 'Query' || operation === 'Scan') return [pageAsk(engine, accountId, operation, input)];
  const asks = new Map<string, Ask>();
  for (const touch of touchesOf(operation, input)) {
    const model = engine.tables.get(touch.table)?.model;
    const resource = model?.arn ?? arnOf(engine, accountId, touch.table);
    const action = `dynamodb:${touch.action}`;
    const known = asks.get(`${action} ${resource}`);
    const keys = [...(known?.context?.[LEADING_KEYS] ?? []), ...leadingKey(model, touch.item)];
    const context = keys.length > 0 ? { context: { [LEADING_KEYS]: [...new Set(keys)] } } : {};
    asks.set(`${action} ${resource}`, { action, resource, ...context });
  }
  return [...asks.values()];
}

function touchesOf(operation: string, input: JsonObject): readonly Touch[] {
  switch (operation) {
    case 'BatchGetItem':
      return batchTouches(operation, input, (part) => listOf(objectOf(part)['Keys']));
    case 'BatchWriteItem':
      return batchTouches(operation, input, (part) => listOf(part).map(writtenItem));
    case 'TransactWriteItems':
    case 'TransactGetItems':
      return listOf(input['TransactItems']).flatMap(transactionTouches);
    default:
      return [{ action: operation, table: nameIn(input), item: input['Key'] ?? input['Item'] }];
  }
}

function batchTouches(
  action: string,
  input: JsonObject,
  itemsOf: (part: Json | undefined) => readonly Json[],
): Touch[] {
  return Object.entries(objectOf(input['RequestItems'])).flatMap(([name, part]) =>
    itemsOf(part).map((item) => ({ action, table: tableNameOf(name), item })),
  );
}

function writtenItem(json: Json): Json {
  const write = objectOf(json);
  return objectOf(write['PutRequest'])['Item'] ?? objectOf(write['DeleteRequest'])['Key'] ?? null;
}

function transactionTouches(json: Json): Touch[] {
  return Object.entries(objectOf(json)).map(([kind, part]) => {
    const action = kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`;
    const given = objectOf(part);
    return { action, table: nameIn(given), item: given['Key'] ?? given['Item'] };
  });
}

function pageAsk(engine: Engine, accountId: string, operation: string, input: JsonObject): Ask {
  const name = nameIn(input);
  const model = engine.tables.get(name)?.model;
  const table = model?.arn ?? arnOf(engine, accountId, name);
  const indexName = input['IndexName'];
  const resource = typeof indexName === 'string' ? `${table}/index/${indexName}` : table;
  const keys = operation === 'Query' && model !== undefined ? queriedKeys(model, indexName, input) : [];
  return { action: `dynamodb:${operation}`, resource, ...(keys.length > 0 && { context: { [LEADING_KEYS]: keys } }) };
}

function queriedKeys(model: TableModel, indexName: Json | undefined, input: JsonObject): readonly string[] {
  const index = model.indexes.find((each) => each.name === indexName);
  const names = index === undefined ? [model.partitionKey] : index.partitionKeys;
  const tests = testsIn(input);
  return names.flatMap((key: KeyModel) => {
    const test = tests?.get(key.name);
    const [value] = test?.kind === '=' ? test.values : [];
    return value === undefined ? [] : plainTexts(value);
  });
}

function testsIn(input: JsonObject) {
  try {
    return readExpressions(input).keyTests;
  } catch {
    // The operation reads the same expressions and says what is wrong with them.
    return undefined;
  }
}

function leadingKey(model: TableModel | undefined, item: Json | undefined): readonly string[] {
  return model === undefined ? [] : plainTexts(objectOf(item)[model.partitionKey.name]);
}

function plainTexts(value: Json | undefined): readonly string[] {
  return Object.values(objectOf(value)).filter((text) => typeof text === 'string');
}

function nameIn(input: JsonObject): string {
  const name = input['TableName'];
  return typeof name === 'string' ? tableNameOf(name) : '';
}

function arnOf(engine: Engine, accountId: string, name: string): string {
  return `arn:aws:dynamodb:${engine.region}:${accountId}:table/${name}`;
}

function objectOf(json: Json | undefined): JsonObject {
  return isObject(json) ? json : {};
}

function listOf(json: Json | undefined): readonly Json[] {
  return isList(json) ? json : [];
}
