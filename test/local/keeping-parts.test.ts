import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../local/model.ts';
import { temporaryFolder } from './folders.ts';
import { broken, fine, leftBy, never, openParts, restart, streamMapping } from './keeping-stage.ts';
import { arn, mappingModel } from './queues-stage.ts';

const put = (pk: string, more: object = {}) => ({
  TableName: 'rooms',
  Item: { pk: { S: pk }, sk: { S: 'META' }, ...more },
});
const toRecords = (payload: Json | undefined) =>
  (payload as { Records: { body?: string; dynamodb?: { Keys: { pk: { S: string } }; SequenceNumber: string } }[] })
    .Records;
const keysOf = (payload: Json | undefined) => toRecords(payload).map((record) => record.dynamodb?.Keys.pk.S);
const bodiesOf = (payload: Json | undefined) => toRecords(payload).map((record) => record.body);
const url = (name: string) => `http://127.0.0.1:4000/aws/sqs/000000000000/${name}`;
const toMessages = (body: object) =>
  (body as { Messages?: { Body: string; ReceiptHandle: string; MessageId: string }[] }).Messages ?? [];

describe('tables', () => {
  test('items, their indexes and times to live are as they were', async () => {
    const folder = await temporaryFolder();
    const before = openParts(folder);
    const past = { N: String(Math.floor(Date.now() / 1000) - 4000) };
    await before.call(
      'tables',
      'PutItem',
      put('a', { hostId: { S: 'ada' }, startsAt: { N: '1e2' }, blob: { B: 'AAEC' } }),
    );
    await before.call('tables', 'PutItem', put('gone', { expiresAt: past }));
    await before.call('tables', 'PutItem', put('b', { constructor: { M: { __proto__x: { SS: ['x', 'y'] } } } }));
    await before.call('tables', 'DeleteItem', { TableName: 'rooms', Key: { pk: { S: 'b' }, sk: { S: 'META' } } });
    const after = await restart(before);
    expect(after.tables.snapshot('rooms')).toEqual(before.tables.snapshot('rooms'));
    expect(after.tables.counts()).toEqual(before.tables.counts());
    const found = await after.call('tables', 'Query', {
      TableName: 'rooms',
      IndexName: 'by-host',
      KeyConditionExpression: 'hostId = :h',
      ExpressionAttributeValues: { ':h': { S: 'ada' } },
    });
    expect(found).toMatchObject({ Items: [{ pk: { S: 'a' }, startsAt: { N: '100' } }] });
    await after.clock.advance(61_000);
    expect(after.tables.snapshot('rooms').map((item) => item['pk'])).toEqual([{ S: 'a' }]);
  });

  test('a transaction that was answered is not run again when it is repeated', async () => {
    const folder = await temporaryFolder();
    const before = openParts(folder);
    const Update = {
      TableName: 'rooms',
      Key: { pk: { S: 'a' }, sk: { S: 'META' } },
      UpdateExpression: 'ADD #count :one',
      ExpressionAttributeNames: { '#count': 'count' },
      ExpressionAttributeValues: { ':one': { N: '1' } },
    };
    const once = { TransactItems: [{ Update }], ClientRequestToken: 'token-1' };
    await before.call('tables', 'TransactWriteItems', once);
    const after = await restart(before);
    await after.call('tables', 'TransactWriteItems', once);
    expect(after.tables.snapshot('rooms')).toMatchObject([{ count: { N: '1' } }]);
  });
});

describe('streams', () => {
  test('what had not been delivered comes again in its order, what had been does not', async () => {
    const folder = await temporaryFolder();
    const hangs = { isOn: false };
    const before = openParts(folder, { mappings: [streamMapping], answer: () => (hangs.isOn ? never() : fine) });
    await before.call('tables', 'PutItem', put('a'));
    await before.clock.drain();
    hangs.isOn = true;
    for (const step of ['1', '2', '3']) await before.call('tables', 'PutItem', put('b', { step: { S: step } }));
    const after = await restart(before, { mappings: [streamMapping] });
    await after.call('tables', 'PutItem', put('b', { step: { S: '4' } }));
    await after.clock.drain();
    const numbers = after.invoked.flatMap(toRecords).map((record) => Number(record.dynamodb?.SequenceNumber));
    expect(after.invoked.flatMap(keysOf)).toEqual(['b', 'b', 'b', 'b']);
    expect(numbers).toEqual([2, 3, 4, 5]);
    const last = await restart(after, { mappings: [streamMapping] });
    await last.clock.drain();
    expect(last.invoked).toEqual([]);
  });

  test('whenever the process is killed, every stored item has its record on the way', async () => {
    const folder = await temporaryFolder();
    const before = openParts(folder, { mappings: [streamMapping], answer: never });
    for (let item = 0; item < 30; item += 1) {
      void before.call('tables', 'PutItem', put(`room ${item}`));
      if (item % 3 === 0) await before.keeping.written();
    }
    await before.keeping.written();
    const log = readFileSync(join(folder, 'log-000001.ndjson'));
    for (let end = 0; end < log.length; end += 397) {
      const left = await leftBy(folder);
      writeFileSync(join(left, 'log-000001.ndjson'), log.subarray(0, end));
      const after = openParts(left, { mappings: [streamMapping] });
      await after.clock.drain();
      expect(after.invoked.flatMap(keysOf).toSorted()).toEqual(
        after.tables
          .snapshot('rooms')
          .map((item) => Object.values(item['pk'] ?? {})[0])
          .toSorted(),
      );
      await after.keeping.close();
    }
  });
});

describe('queues', () => {
  test('a delayed message comes at its time, not before', async () => {
    const folder = await temporaryFolder();
    const before = openParts(folder);
    await before.call('queues', 'SendMessage', { QueueUrl: url('pages'), MessageBody: 'late', DelaySeconds: 60 });
    await before.clock.advance(20_000);
    const after = await restart(before, { mappings: [mappingModel('pages')] });
    await after.clock.advance(39_000);
    expect(after.invoked).toEqual([]);
    await after.clock.advance(2000);
    expect(after.invoked.flatMap(bodiesOf)).toEqual(['late']);
    expect(after.queues.depth(arn('pages'))).toBe(0);
  });

  test('what a function had when the process died comes to it again at once', async () => {
    const folder = await temporaryFolder();
    const mappings = [mappingModel('lost')];
    const before = openParts(folder, { mappings, answer: never });
    await before.call('queues', 'SendMessage', { QueueUrl: url('lost'), MessageBody: 'in flight' });
    await Promise.resolve();
    expect(before.invoked.flatMap(bodiesOf)).toEqual(['in flight']);
    const after = await restart(before, { mappings });
    await after.clock.drain();
    expect(after.invoked.flatMap(bodiesOf)).toEqual(['in flight']);
    expect(after.invoked.flatMap(toRecords)).toMatchObject([{ attributes: { ApproximateReceiveCount: '2' } }]);
  });

  test('what somebody outside had stays theirs until its time is over, and their receipt still ends it', async () => {
    const folder = await temporaryFolder();
    const before = openParts(folder);
    for (const MessageBody of ['one', 'two'])
      await before.call('queues', 'SendMessage', { QueueUrl: url('lost'), MessageBody });
    const [one] = toMessages(
      await before.call('queues', 'ReceiveMessage', { QueueUrl: url('lost'), MaxNumberOfMessages: 10 }),
    );
    const after = await restart(before);
    const receive = () => after.call('queues', 'ReceiveMessage', { QueueUrl: url('lost'), MaxNumberOfMessages: 10 });
    expect(toMessages(await receive())).toEqual([]);
    await after.call('queues', 'DeleteMessage', { QueueUrl: url('lost'), ReceiptHandle: one?.ReceiptHandle });
    await after.clock.advance(61_000);
    expect(toMessages(await receive()).map(({ Body }) => Body)).toEqual(['two']);
  });

  test('a group stays locked behind what is out, in order, and knows what was sent lately', async () => {
    const folder = await temporaryFolder();
    const before = openParts(folder);
    const send = (parts: typeof before, body: string) =>
      parts.call('queues', 'SendMessage', {
        QueueUrl: url('frames.fifo'),
        MessageBody: body,
        MessageGroupId: 'room',
        MessageDeduplicationId: body,
      });
    const first = await send(before, '1');
    await before.call('queues', 'ReceiveMessage', { QueueUrl: url('frames.fifo') });
    await send(before, '2');
    const after = await restart(before);
    const receive = () =>
      after.call('queues', 'ReceiveMessage', { QueueUrl: url('frames.fifo'), MaxNumberOfMessages: 10 });
    expect(await send(after, '1')).toEqual(first);
    const third = await send(after, '3');
    expect(BigInt(String(third['SequenceNumber']))).toBeGreaterThan(BigInt(String(first['SequenceNumber'])));
    expect(toMessages(await receive())).toEqual([]);
    await after.clock.advance(61_000);
    expect(toMessages(await receive()).map(({ Body }) => Body)).toEqual(['1', '2', '3']);
  });

  test('a message received too often is in its dead-letter queue, and only there', async () => {
    const folder = await temporaryFolder();
    const before = openParts(folder, { mappings: [mappingModel('pages')], answer: () => broken });
    await before.call('queues', 'SendMessage', { QueueUrl: url('pages'), MessageBody: 'bad' });
    await before.clock.advance(61_000);
    const after = await restart(before);
    expect([after.queues.depth(arn('pages')), after.queues.depth(arn('lost'))]).toEqual([0, 1]);
  });
});
