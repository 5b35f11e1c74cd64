import type { JsonObject } from '../../model.ts';
import { invalid } from '../refusals.ts';
import { optionalObject } from '../request.ts';
import { readValue } from '../values/read-value.ts';
import { Attributes, type Item, type Value } from '../values/value.ts';
import type { Path, WrittenPath } from './paths.ts';

/** What the placeholders of one request stand for. */
export type Scope = { readonly names: ReadonlyMap<string, string>; readonly values: Item };

const NO_NAMES: ReadonlyMap<string, string> = new Map();
const NO_VALUES: Item = new Attributes();

export function resolvePath(path: WrittenPath, scope: Scope): Path {
  if (!path.some((step) => typeof step === 'string' && step.startsWith('#'))) return path;
  return path.map((step) => (typeof step === 'string' && step.startsWith('#') ? resolveName(step, scope) : step));
}

function resolveName(placeholder: string, scope: Scope): string {
  const name = scope.names.get(placeholder);
  if (name !== undefined) return name;
  throw invalid(
    `An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
  );
}

export function resolveValue(placeholder: string, scope: Scope): Value {
  const value = scope.values[placeholder];
  if (value !== undefined) return value;
  throw invalid(`An expression attribute value used in expression is not defined; attribute value: ${placeholder}`);
}

export function readScope(input: JsonObject, hasExpressions: boolean): Scope {
  const names = optionalObject(input, 'ExpressionAttributeNames');
  const values = optionalObject(input, 'ExpressionAttributeValues');
  const stray = names !== undefined ? 'Names' : 'Values';
  if (!hasExpressions && (names !== undefined || values !== undefined))
    throw invalid(`ExpressionAttribute${stray} can only be specified when using expressions`);
  return {
    names: names === undefined ? NO_NAMES : readNames(names),
    values: values === undefined ? NO_VALUES : readValues(values),
  };
}

function readNames(json: JsonObject): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [placeholder, name] of Object.entries(json)) {
    refuseKey('ExpressionAttributeNames', /^#\w+$/, placeholder);
    if (typeof name !== 'string' || name === '' || Buffer.byteLength(name) > 65_535)
      throw invalid(`ExpressionAttributeNames contains invalid value for key ${placeholder}`);
    names.set(placeholder, name);
  }
  if (names.size === 0) throw invalid('ExpressionAttributeNames must not be empty');
  return names;
}

function readValues(json: JsonObject): Item {
  const values = new Attributes();
  for (const [placeholder, value] of Object.entries(json)) {
    refuseKey('ExpressionAttributeValues', /^:\w+$/, placeholder);
    values[placeholder] = readValue(value);
  }
  if (Object.keys(values).length === 0) throw invalid('ExpressionAttributeValues must not be empty');
  return values;
}

function refuseKey(parameter: string, pattern: RegExp, key: string): void {
  if (!pattern.test(key)) throw invalid(`${parameter} contains invalid key: Syntax error; key: "${key}"`);
}

/** Refuses placeholders that no expression of the request uses. */
export function refuseUnused(scope: Scope, names: ReadonlySet<string>, values: ReadonlySet<string>): void {
  const unusedNames = [...scope.names.keys()].filter((name) => !names.has(name));
  if (unusedNames.length > 0)
    throw invalid(
      `Value provided in ExpressionAttributeNames unused in expressions: keys: {${unusedNames.join(', ')}}`,
    );
  const unused = Object.keys(scope.values).filter((name) => !values.has(name));
  if (unused.length > 0)
    throw invalid(`Value provided in ExpressionAttributeValues unused in expressions: keys: {${unused.join(', ')}}`);
}
