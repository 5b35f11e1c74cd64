import type { KeyModel } from '../../model.ts';
import type { KeyTest } from '../expressions/key-conditions.ts';
import { invalid } from '../refusals.ts';
import { type KeySchema, namesOf, partitionStart } from '../store/keys.ts';
import type { Stretch } from '../store/ordered.ts';
import { closedPart, openPart, orderOf } from '../values/order.ts';
import { kindOf, type Value } from '../values/value.ts';

type Tests = ReadonlyMap<string, KeyTest>;

/**
 * The stretch of keys that a key condition selects. Every partition attribute needs an equality; sort attributes go
 * from left to right without a gap, and only the last one tested may use anything but equality.
 */
export function stretchOf(schema: KeySchema, tests: Tests): Stretch {
  refuseStrangers(schema, tests);
  const partition = schema.partitionKeys.map((key) => equality(key, tests));
  let start = partitionStart(partition);
  let last: KeyTest | undefined;
  let hasGap = false;
  for (const key of schema.sortKeys) {
    const test = tests.get(key.name);
    if (test === undefined) {
      hasGap = true;
      continue;
    }
    if (hasGap || last !== undefined) throw invalid('Query key condition not supported');
    refuseTypes(key, test);
    if (test.kind === '=') start += closed(test, 0);
    else last = test;
  }
  return last === undefined ? within(start, start) : narrowed(start, last);
}

function equality(key: KeyModel, tests: Tests): Value {
  const test = tests.get(key.name);
  if (test === undefined) throw invalid(`Query condition missed key schema element: ${key.name}`);
  const [value] = test.values;
  if (test.kind !== '=' || value === undefined) throw invalid('Query key condition not supported');
  refuseTypes(key, test);
  return value;
}

function refuseStrangers(schema: KeySchema, tests: Tests): void {
  const names = new Set(namesOf(schema));
  const missing = schema.partitionKeys.find((key) => !tests.has(key.name));
  if (missing !== undefined) throw invalid(`Query condition missed key schema element: ${missing.name}`);
  const stranger = [...tests.keys()].find((name) => !names.has(name));
  if (stranger === undefined) return;
  const untested = schema.sortKeys.find((key) => !tests.has(key.name));
  throw invalid(
    untested === undefined
      ? 'Query key condition not supported'
      : `Query condition missed key schema element: ${untested.name}`,
  );
}

function refuseTypes(key: KeyModel, test: KeyTest): void {
  for (const value of test.values) {
    if (kindOf(value) !== key.type)
      throw invalid('One or more parameter values were invalid: Condition parameter type does not match schema type');
    if (('S' in value && value.S === '') || ('B' in value && value.B === ''))
      throw invalid(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${'S' in value ? 'string' : 'binary'} value. Key: ${key.name}`,
      );
  }
}

function narrowed(start: string, test: KeyTest): Stretch {
  const edge = start + closed(test, 0);
  switch (test.kind) {
    case '<':
      return { ...within(start, start), hasEnded: (key) => key >= edge };
    case '<=':
      return within(start, edge);
    case '>':
      return { ...within(start, start), hasBegun: (key) => key >= edge && !key.startsWith(edge) };
    case '>=':
      return within(edge, start);
    case 'between':
      return within(edge, start + closed(test, 1));
    default: {
      const prefix = start + (test.values[0] === undefined ? '' : openPart(orderOf(test.values[0])));
      return within(prefix, prefix);
    }
  }
}

/** From the first key that is or starts with `from` to the last one that is or starts with `until`. */
function within(from: string, until: string): Stretch {
  return { hasBegun: (key) => key >= from, hasEnded: (key) => key > until && !key.startsWith(until) };
}

function closed(test: KeyTest, at: number): string {
  const value = test.values[at];
  return value === undefined ? '' : closedPart(orderOf(value));
}
