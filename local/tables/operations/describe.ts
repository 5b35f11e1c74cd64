import type { JsonObject, KeyModel } from '../../model.ts';
import { type Operation, tableOf } from '../engine.ts';
import { allowOnly, needText, optionalCount, optionalText } from '../request.ts';
import { type KeySchema, schemaOf } from '../store/keys.ts';
import type { IndexState, TableState } from '../store/table.ts';

const ALLOWED = new Set(['TableName']);
const ALLOWED_LIST = new Set(['Limit', 'ExclusiveStartTableName']);

export const describeTable: Operation = (engine, input) => {
  allowOnly(input, 'DescribeTable', ALLOWED);
  return { body: { Table: describe(tableOf(engine, needText(input, 'TableName'))) } };
};

export const listTables: Operation = (engine, input) => {
  allowOnly(input, 'ListTables', ALLOWED_LIST);
  const limit = optionalCount(input, 'Limit', 1) ?? 100;
  const start = optionalText(input, 'ExclusiveStartTableName') ?? '';
  const rest = [...engine.tables.keys()].sort().filter((name) => name > start);
  const names = rest.slice(0, limit);
  const last = rest.length > limit ? names.at(-1) : undefined;
  return { body: { TableNames: names, ...(last && { LastEvaluatedTableName: last }) } };
};

function describe({ model, createdAt, entries, indexes }: TableState): JsonObject {
  const schema = schemaOf(model);
  const schemas: KeySchema[] = [schema, ...indexes.map((index) => index.model)];
  const keys = new Map(schemas.flatMap((each) => keysOf(each).map((key) => [key.name, key.type])));
  return {
    TableName: model.name,
    TableArn: model.arn,
    TableStatus: 'ACTIVE',
    CreationDateTime: createdAt / 1000,
    KeySchema: describeKeys(schema),
    AttributeDefinitions: [...keys].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    ItemCount: entries.size,
    TableSizeBytes: bytesOf(entries.all()),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes.map(describeIndex) }),
    ...(model.streamArn !== undefined && {
      LatestStreamArn: model.streamArn,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  };
}

function describeIndex({ model, arn, entries }: IndexState): JsonObject {
  const projection =
    typeof model.projection === 'string'
      ? { ProjectionType: model.projection }
      : { ProjectionType: 'INCLUDE', NonKeyAttributes: model.projection };
  return {
    IndexName: model.name,
    IndexArn: arn,
    IndexStatus: 'ACTIVE',
    KeySchema: describeKeys(model),
    Projection: projection,
    ItemCount: entries.size,
    IndexSizeBytes: bytesOf(entries.all()),
  };
}

function describeKeys({ partitionKeys, sortKeys }: KeySchema): JsonObject[] {
  return [
    ...partitionKeys.map(({ name }) => ({ AttributeName: name, KeyType: 'HASH' })),
    ...sortKeys.map(({ name }) => ({ AttributeName: name, KeyType: 'RANGE' })),
  ];
}

function keysOf({ partitionKeys, sortKeys }: KeySchema): readonly KeyModel[] {
  return [...partitionKeys, ...sortKeys];
}

/** Bytes of the items; the service brings this figure up to date every six hours, we at once. */
function bytesOf(entries: Iterable<{ readonly size: number }>): number {
  let bytes = 0;
  for (const entry of entries) bytes += entry.size;
  return bytes;
}
