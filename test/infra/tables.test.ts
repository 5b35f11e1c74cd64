import { beforeAll, describe, expect, test } from 'vitest';
import { tablePlans } from '../../lib/tables.ts';
import { type Resource, resourcesOf, templatesOf } from './synthesis.ts';

let tables: Resource[];
beforeAll(() => {
  tables = resourcesOf(templatesOf([]), 'AWS::DynamoDB::GlobalTable');
});

type Table = {
  TableName: string;
  BillingMode: string;
  TimeToLiveSpecification: object;
  StreamSpecification: object;
  GlobalSecondaryIndexes: {
    IndexName: string;
    KeySchema: { AttributeName: string; KeyType: string }[];
    Projection: object;
  }[];
  Replicas: { DeletionProtectionEnabled: boolean; PointInTimeRecoverySpecification: object }[];
};
const toTables = (found: Resource[]): Table[] => found.map(({ properties }) => properties as unknown as Table);

describe('the tables', () => {
  test('are rooms, social and commerce', () => {
    expect(
      toTables(tables)
        .map(({ TableName }) => TableName)
        .sort(),
    ).toEqual(['rostrum-commerce', 'rostrum-rooms', 'rostrum-social']);
  });

  test('cannot be lost: protected, restorable to any moment, kept when the stack goes', () => {
    const stacks = templatesOf([]).data.toJSON();
    for (const { id } of tables) {
      expect(stacks['Resources'][id].DeletionPolicy).toBe('Retain');
      expect(stacks['Resources'][id].UpdateReplacePolicy).toBe('Retain');
    }
    for (const { Replicas, BillingMode } of toTables(tables)) {
      expect(BillingMode).toBe('PAY_PER_REQUEST');
      expect(Replicas).toHaveLength(1);
      expect(Replicas[0]).toMatchObject({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
    }
  });

  test('forget what expired, and tell their streams both images', () => {
    for (const { TimeToLiveSpecification, StreamSpecification } of toTables(tables)) {
      expect(TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
      expect(StreamSpecification).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
    }
  });

  test('have every planned index from the first deployment', () => {
    const found = Object.fromEntries(
      toTables(tables).map(({ TableName, GlobalSecondaryIndexes }) => [
        TableName.replace('rostrum-', ''),
        GlobalSecondaryIndexes.map(({ IndexName }) => IndexName),
      ]),
    );
    expect(found).toEqual({
      rooms: ['directory', 'by-host', 'by-attendee', 'people', 'work'],
      social: ['followers', 'following', 'blockers', 'inbox', 'reports', 'reminders'],
      commerce: ['by-payment', 'by-session', 'by-room', 'due', 'by-buyer'],
    });
    expect(Object.keys(found).sort()).toEqual(Object.keys(tablePlans).sort());
  });

  test('list live rooms by shard, oldest first, without glued keys', () => {
    const rooms = toTables(tables).find(({ TableName }) => TableName === 'rostrum-rooms');
    const directory = rooms?.GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === 'directory');
    expect(directory?.KeySchema).toEqual([
      { AttributeName: 'directory', KeyType: 'HASH' },
      { AttributeName: 'shard', KeyType: 'HASH' },
      { AttributeName: 'startedAt', KeyType: 'RANGE' },
      { AttributeName: 'roomId', KeyType: 'RANGE' },
    ]);
    const byAttendee = rooms?.GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === 'by-attendee');
    expect(byAttendee?.Projection).toEqual({ ProjectionType: 'KEYS_ONLY' });
  });
});
