import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createStage, openMeeting, put } from './wire-stage.ts';

const stage = createStage();
const { performed, calls, faults, database, media } = stage;
beforeAll(() => stage.open());
beforeEach(() => stage.reset());
afterAll(() => stage.close());

test('a fault before the effect leaves nothing, and the client tries again', async () => {
  faults.add({ service: 'dynamodb', operation: 'PutItem', mode: 'fail-before' });
  await database('JOIN', 2).send(put('a'));
  expect(performed).toEqual(['PutItem']);
  expect(calls.list().map(({ error }) => error)).toEqual(['InternalServerError', undefined]);
});

test('a fault after the effect makes the client do it twice', async () => {
  faults.add({ service: 'dynamodb', operation: 'PutItem', mode: 'apply-then-fail' });
  await database('JOIN', 2).send(put('a'));
  expect(performed).toEqual(['PutItem', 'PutItem']);
  expect(calls.list()[0]).toMatchObject({ error: 'InternalServerError', writeUnits: 2 });
});

test('a throttled call is refused as the service does it', async () => {
  faults.add({ service: 'dynamodb', mode: 'throttle' });
  faults.add({ service: 'chime', mode: 'throttle' });
  await expect(database().send(put('a'))).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
  await expect(media().send(openMeeting)).rejects.toMatchObject({ name: 'ThrottledClientException' });
  expect(performed).toEqual([]);
});

test('a conflict reads as two transactions on one item', async () => {
  faults.add({ service: 'dynamodb', mode: 'conflict', times: 2 });
  const item = { Put: { TableName: 'rooms', Item: { pk: { S: 'a' } } } };
  const both = new TransactWriteItemsCommand({ TransactItems: [item, item] });
  await expect(database('OPERATOR').send(both)).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    message: expect.stringContaining('[TransactionConflict, None]'),
    CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
  });
  await expect(database().send(put('a'))).rejects.toMatchObject({ name: 'TransactionConflictException' });
});

test('a delayed call takes real time and then succeeds', async () => {
  faults.add({ service: 'dynamodb', mode: 'delay', delaySeconds: 0.15 });
  const startedAt = performance.now();
  await database().send(put('a'));
  expect(performance.now() - startedAt).toBeGreaterThan(140);
  expect(performed).toEqual(['PutItem']);
});

test('a delay of events leaves the call alone unless it names it', async () => {
  const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=OPERATOR/20300101/us-east-1/events/aws4_request' };
  const timed = async () => {
    const startedAt = performance.now();
    await fetch(`${stage.origin()}/aws/events/`, { method: 'POST', headers });
    return performance.now() - startedAt;
  };
  faults.add({ service: 'events', mode: 'delay', delaySeconds: 0.5 });
  expect(await timed()).toBeLessThan(400);
  expect(faults.take('events', 'room.live', ['delay'])).toBe('delay');
  faults.add({ service: 'events', operation: 'PutEvents', mode: 'delay', delaySeconds: 0.5 });
  expect(await timed()).toBeGreaterThan(490);
});
