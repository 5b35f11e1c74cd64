import { expect, test } from 'vitest';
import { createCalls } from '../../local/calls/calls.ts';

const call = (at: number) => ({ at, function: 'join', service: 'dynamodb', operation: 'GetItem', durationMs: 1 });

test('calls are listed oldest first, from a given time on', () => {
  const calls = createCalls();
  for (const at of [1, 2, 3]) calls.record(call(at));
  expect(calls.list().map(({ at }) => at)).toEqual([1, 2, 3]);
  expect(calls.list(2).map(({ at }) => at)).toEqual([2, 3]);
});

test('only the newest calls are kept', () => {
  const calls = createCalls(3);
  for (const at of [1, 2, 3, 4, 5]) calls.record(call(at));
  expect(calls.list().map(({ at }) => at)).toEqual([3, 4, 5]);
});

test('a cleared list starts anew', () => {
  const calls = createCalls(2);
  for (const at of [1, 2, 3]) calls.record(call(at));
  calls.clear();
  calls.record(call(9));
  expect(calls.list().map(({ at }) => at)).toEqual([9]);
});
