import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from './folders.ts';
import { openParts } from './keeping-stage.ts';
import { createStage, put } from './wire-stage.ts';

const stage = createStage();
beforeAll(() => stage.open());
beforeEach(() => stage.reset());
afterAll(() => stage.close());

/** What became of each of the same hundred and fifty calls, under the same faults with this seed. */
async function outcomes(seed: number): Promise<readonly string[]> {
  const { faults } = stage;
  faults.clear();
  for (const mode of ['fail-before', 'apply-then-fail', 'throttle', 'conflict'])
    faults.add({ service: 'dynamodb', mode, probability: 0.1, seed });
  faults.add({ service: 'dynamodb', operation: 'GetItem', mode: 'fail-before', probability: 0.3, seed: seed + 1 });
  const client: DynamoDBClient = stage.database('OPERATOR');
  const told: string[] = [];
  for (let call = 0; call < 150; call += 1) {
    const before = stage.performed.length;
    const sent =
      call % 3 === 0
        ? client.send(new GetItemCommand({ TableName: 'rooms', Key: { pk: { S: 'a' } } }))
        : client.send(put('a'));
    const answer = await sent.then(
      () => 'fine',
      (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
    );
    told.push(`${answer} ${stage.performed.length - before}`);
  }
  return told;
}

test('the same seed and the same calls meet the same faults over the wire', async () => {
  const first = await outcomes(11);
  expect(await outcomes(11)).toEqual(first);
  expect(await outcomes(12)).not.toEqual(first);
  expect(new Set(first)).toEqual(
    new Set([
      'fine 1',
      'InternalServerError 0',
      'InternalServerError 1',
      'ProvisionedThroughputExceededException 0',
      'TransactionConflictException 0',
    ]),
  );
});

/** The numbers of a hundred events as the rule's function got them, under faults of delivery with this seed. */
async function delivered(seed: number): Promise<readonly unknown[]> {
  const { bus, clock, faults, invoked } = openParts(await temporaryFolder());
  for (const mode of ['drop', 'duplicate', 'reorder', 'delay'])
    faults.add({ service: 'events', operation: 'room.live', mode, probability: 0.15, seed });
  for (let number = 0; number < 100; number += 1)
    bus.emit({ source: 'rostrum', detailType: 'room.live', detail: { number } });
  await clock.advance(60_000);
  return invoked.map((event) =>
    typeof event === 'object' && event && 'detail' in event ? JSON.stringify(event['detail']) : '',
  );
}

test('the same seed drops, doubles, delays and turns round the same events', async () => {
  const first = await delivered(5);
  expect(await delivered(5)).toEqual(first);
  expect(await delivered(6)).not.toEqual(first);
  expect(new Set(first).size).toBeLessThan(100);
});
