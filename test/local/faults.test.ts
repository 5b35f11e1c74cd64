import { expect, test } from 'vitest';
import { InvalidFault } from '../../local/faults/fault.ts';
import { createFaults } from '../../local/faults/faults.ts';
import type { JsonObject } from '../../local/model.ts';

const put = ['dynamodb', 'PutItem', ['fail-before', 'delay']] as const;

test('a fault strikes once, and only the operation it names', () => {
  const faults = createFaults();
  faults.add({ service: 'dynamodb', operation: 'PutItem', mode: 'fail-before' });
  expect(faults.take('dynamodb', 'GetItem', ['fail-before'])).toBeUndefined();
  expect(faults.take('sqs', 'PutItem', ['fail-before'])).toBeUndefined();
  expect(faults.take(...put)).toBe('fail-before');
  expect(faults.take(...put)).toBeUndefined();
});

test('a fault without an operation strikes any call of its service, as often as asked', () => {
  const faults = createFaults();
  faults.add({ service: 'dynamodb', mode: 'fail-before', times: 2 });
  const taken = ['GetItem', 'PutItem', 'Query'].map((operation) => faults.take('dynamodb', operation, ['fail-before']));
  expect(taken).toEqual(['fail-before', 'fail-before', undefined]);
});

test('a fault waits for a caller that can apply it', () => {
  const faults = createFaults();
  faults.add({ service: 'events', mode: 'duplicate' });
  expect(faults.take('events', 'PutEvents', ['fail-before'])).toBeUndefined();
  expect(faults.take('events', 'PutEvents', ['duplicate', 'drop'])).toBe('duplicate');
});

test('the same seed strikes the same calls, about as often as its probability says', () => {
  const run = (seed: number) => {
    const faults = createFaults();
    faults.add({ service: 'dynamodb', mode: 'delay', probability: 0.25, seed });
    return Array.from({ length: 1000 }, () => faults.take(...put) !== undefined);
  };
  expect(run(7)).toEqual(run(7));
  expect(run(7)).not.toEqual(run(8));
  expect(run(7).filter(Boolean).length).toBeGreaterThan(200);
  expect(run(7).filter(Boolean).length).toBeLessThan(300);
});

test('a probability with a number of times ends after that many strikes', () => {
  const faults = createFaults();
  faults.add({ service: 'dynamodb', mode: 'delay', probability: 0.5, times: 3 });
  expect(Array.from({ length: 100 }, () => faults.take(...put)).filter(Boolean)).toHaveLength(3);
});

test('a delay keeps the length it was asked for', () => {
  const faults = createFaults();
  faults.add({ service: 'dynamodb', mode: 'delay', delaySeconds: 2 });
  expect(faults.strike(...put)).toMatchObject({ mode: 'delay', delaySeconds: 2 });
});

test('a fault without an operation is passed over by those who only take named ones', () => {
  const faults = createFaults();
  faults.add({ service: 'events', mode: 'delay' });
  expect(faults.strikeNamed('events', 'PutEvents', ['delay'])).toBeUndefined();
  faults.add({ service: 'events', mode: 'delay', operation: 'PutEvents' });
  expect(faults.strikeNamed('events', 'PutEvents', ['delay'])).toMatchObject({ operation: 'PutEvents' });
});

test('clearing takes every fault away', () => {
  const faults = createFaults();
  faults.add({ service: 'dynamodb', mode: 'fail-before', times: 5 });
  faults.clear();
  expect(faults.take(...put)).toBeUndefined();
});

const fine = { service: 'dynamodb', mode: 'delay' };
const wrong: [string, JsonObject][] = [
  ['service', { mode: 'delay' }],
  ['service', { ...fine, service: 'dynamo' }],
  ['mode', { ...fine, mode: 'explode' }],
  ['times', { ...fine, times: 0 }],
  ['times', { ...fine, times: 1.5 }],
  ['probability', { ...fine, probability: 0 }],
  ['probability', { ...fine, probability: '1' }],
  ['seed', { ...fine, seed: 'x' }],
  ['operation', { ...fine, operation: 3 }],
  ['delaySeconds', { ...fine, delaySeconds: -1 }],
  ['often', { ...fine, often: 3 }],
];
test.each(wrong)('a fault with a wrong %s is refused by name: %j', (param, fault) => {
  const attempt = () => createFaults().add(fault);
  expect(attempt).toThrow(InvalidFault);
  expect(attempt).toThrow(param);
});
