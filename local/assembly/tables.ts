import type { IndexModel, Json, JsonObject, KeyModel, TableModel } from '../model.ts';
import { toFlag, toList, toObject, toOptional, toText } from './json.ts';
import { allowOnly } from './properties.ts';
import type { Resource } from './world.ts';

// Replicas hold point-in-time recovery, deletion protection and tags; none of them changes what a table answers.
const known = [
  'AttributeDefinitions',
  'BillingMode',
  'ContributorInsightsSpecification',
  'DeletionProtectionEnabled',
  'GlobalSecondaryIndexes',
  'KeySchema',
  'OnDemandThroughput',
  'PointInTimeRecoverySpecification',
  'Replicas',
  'SSESpecification',
  'StreamSpecification',
  'TableName',
  'TimeToLiveSpecification',
  'WarmThroughput',
];

type Types = ReadonlyMap<string, KeyModel['type']>;

function toKeyType(value: Json | undefined, where: string): KeyModel['type'] {
  if (value === 'S' || value === 'N' || value === 'B') return value;
  throw new Error(`${where}: no key type ${JSON.stringify(value)}`);
}

function readKeys(schema: Json | undefined, kind: 'HASH' | 'RANGE', types: Types, where: string): readonly KeyModel[] {
  return toList(schema, where)
    .map((part) => toObject(part, where))
    .filter((part) => part['KeyType'] === kind)
    .map((part) => {
      const name = toText(part['AttributeName'], where);
      const type = types.get(name);
      if (type === undefined) throw new Error(`${where}: key ${name} has no attribute definition`);
      return { name, type };
    });
}

function readProjection(projection: JsonObject, where: string): IndexModel['projection'] {
  const type = toText(projection['ProjectionType'], where);
  if (type === 'ALL' || type === 'KEYS_ONLY') return type;
  return toList(projection['NonKeyAttributes'], where).map((name) => toText(name, where));
}

function readIndex(value: Json, types: Types, label: string): IndexModel {
  const index = toObject(value, label);
  const name = toText(index['IndexName'], label);
  const where = `${label} index ${name}`;
  return {
    name,
    partitionKeys: readKeys(index['KeySchema'], 'HASH', types, where),
    sortKeys: readKeys(index['KeySchema'], 'RANGE', types, where),
    projection: readProjection(toObject(index['Projection'], where), where),
  };
}

function readTtl(resource: Resource): string | undefined {
  const ttl = toOptional(resource.read('TimeToLiveSpecification'), resource.label, toObject);
  return ttl !== undefined && toFlag(ttl['Enabled']) ? toText(ttl['AttributeName'], resource.label) : undefined;
}

/** A table with its indexes, TTL attribute and stream. Streams must show both images: delivery knows no other view. */
export function toTable(resource: Resource): TableModel {
  allowOnly(resource, known);
  const { label } = resource;
  const definitions = toList(resource.read('AttributeDefinitions'), label).map((part) => toObject(part, label));
  const types: Types = new Map(
    definitions.map((part) => [toText(part['AttributeName'], label), toKeyType(part['AttributeType'], label)]),
  );
  const schema = resource.read('KeySchema');
  const [partitionKey] = readKeys(schema, 'HASH', types, label);
  const [sortKey] = readKeys(schema, 'RANGE', types, label);
  if (partitionKey === undefined) throw new Error(`${label} has no partition key`);
  const stream = toOptional(resource.read('StreamSpecification'), label, toObject);
  if (stream !== undefined && stream['StreamViewType'] !== 'NEW_AND_OLD_IMAGES') {
    throw new Error(`${label}: the embedded cloud knows streams of NEW_AND_OLD_IMAGES only`);
  }
  const ttlAttribute = readTtl(resource);
  return {
    name: resource.name,
    arn: toText(resource.address.attributes['Arn'], label),
    partitionKey,
    ...(sortKey && { sortKey }),
    indexes: toList(resource.read('GlobalSecondaryIndexes'), label).map((part) => readIndex(part, types, label)),
    ...(ttlAttribute !== undefined && { ttlAttribute }),
    ...(stream && { streamArn: toText(resource.address.attributes['StreamArn'], label) }),
  };
}
