import { isList, isObject } from '../assembly/json.ts';
import type { Json, JsonObject } from '../model.ts';
import { compileValueTest, type ValueTest } from './pattern-operators.ts';

export type PatternTest = (event: JsonObject) => boolean;
type FieldTest = (value: Json | undefined) => boolean;

function isLeaf(value: Json | undefined): value is Exclude<Json, JsonObject> {
  return value !== undefined && !isObject(value);
}

/** `exists` looks at leaves only, as in EventBridge: an object under the name does not count as existing. */
function compileExists(wanted: Json | undefined, where: string): FieldTest {
  if (typeof wanted !== 'boolean') throw new Error(`${where}: exists takes true or false`);
  return (value) => isLeaf(value) === wanted;
}

const onAnyElement =
  (test: ValueTest): FieldTest =>
  (value) => {
    if (!isLeaf(value)) return false;
    return isList(value) ? value.some((element) => test(element)) : test(value);
  };

function compileList(entries: readonly Json[], where: string): FieldTest {
  if (entries.length === 0) throw new Error(`${where}: an empty list matches nothing`);
  const tests = entries.map((entry) =>
    isObject(entry) && 'exists' in entry
      ? compileExists(entry['exists'], where)
      : onAnyElement(compileValueTest(entry, where)),
  );
  return (value) => tests.some((test) => test(value));
}

function compileField(pattern: Json | undefined, where: string): FieldTest {
  if (isList(pattern)) return compileList(pattern, where);
  if (!isObject(pattern)) throw new Error(`${where}: a pattern's field is a list or an object`);
  const test = compileObject(pattern, where);
  // A field that is missing may still fit: all its own fields may be asked not to exist.
  return (value) => (isList(value) ? value : [value]).some((element) => test(isObject(element) ? element : {}));
}

function compileEither(alternatives: Json | undefined, where: string): PatternTest {
  const tests = (isList(alternatives) ? alternatives : []).map((alternative) => {
    if (!isObject(alternative)) throw new Error(`${where}: $or takes a list of patterns`);
    return compileObject(alternative, where);
  });
  if (tests.length < 2) throw new Error(`${where}: $or takes at least two patterns`);
  return (event) => tests.some((test) => test(event));
}

function compileObject(pattern: JsonObject, where: string): PatternTest {
  const tests = Object.entries(pattern).map(([name, field]): PatternTest => {
    if (name === '$or') return compileEither(field, where);
    const test = compileField(field, `${where}.${name}`);
    return (event) => test(event[name]);
  });
  return (event) => tests.every((test) => test(event));
}

/** Turns an EventBridge pattern (also a Lambda filter) into a test; throws, naming the place, for what this matcher does not do. */
export function compilePattern(pattern: JsonObject, where: string): PatternTest {
  return compileObject(pattern, where);
}
