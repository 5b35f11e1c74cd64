/** Plain readers of unknown values: each answers the value in its type, or `invalid_field` naming the field by its path. */

import { allow, type Decision, refuse } from './refusal.ts';
import { textProblem } from './wording.ts';

export type Reader<T> = (value: unknown, path: string) => Decision<T>;
type Fields = Readonly<Record<string, Reader<unknown>>>;
type ValueOf<R> = R extends Reader<infer T> ? T : never;
type OptionalKey<F extends Fields> = { [K in keyof F]: undefined extends ValueOf<F[K]> ? K : never }[keyof F];
/** The object that readers of its fields give; a field that may be undefined may be absent. */
export type Read<F extends Fields> = { readonly [K in Exclude<keyof F, OptionalKey<F>>]: ValueOf<F[K]> } & {
  readonly [K in OptionalKey<F>]?: ValueOf<F[K]>;
};

/** `invalid_field` with the path as param. */
export function wrong(path: string, problem: string): Decision<never> {
  return refuse('invalid_field', { param: path, message: `${path} ${problem}.` });
}

export function wholeNumber(min: number, max: number): Reader<number> {
  return (value, path) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      ? allow(value)
      : wrong(path, `must be a whole number from ${min} to ${max}`);
}

export const truth: Reader<boolean> = (value, path) =>
  typeof value === 'boolean' ? allow(value) : wrong(path, 'must be true or false');

export function words(minCharacters: number, maxCharacters: number, pattern?: RegExp): Reader<string> {
  return (value, path) => {
    if (typeof value !== 'string') return wrong(path, 'must be a text');
    const problem = textProblem(value, minCharacters, maxCharacters);
    if (problem !== undefined) return wrong(path, problem);
    return pattern === undefined || pattern.test(value) ? allow(value) : wrong(path, 'does not have the expected form');
  };
}

export function oneOf<const T extends string>(choices: readonly T[]): Reader<T> {
  return (value, path) => {
    const choice = choices.find((candidate) => candidate === value);
    return choice === undefined ? wrong(path, `must be one of ${choices.join(', ')}`) : allow(choice);
  };
}

/** A list without repeats. */
export function listOf<T>(item: Reader<T>, min: number, max: number): Reader<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) return wrong(path, 'must be a list');
    if (value.length < min || value.length > max) return wrong(path, `must have ${min} to ${max} entries`);
    const read: T[] = [];
    for (const [at, entry] of value.entries()) {
      const decision = item(entry, `${path}[${at}]`);
      if (!decision.isAllowed) return decision;
      read.push(decision.value);
    }
    return new Set(value).size === value.length ? allow(read) : wrong(path, 'has an entry twice');
  };
}

export function optional<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value, path) => (value === undefined ? allow(undefined) : reader(value, path));
}

export function withDefault<T>(reader: Reader<T>, fallback: T): Reader<T> {
  return (value, path) => (value === undefined ? allow(fallback) : reader(value, path));
}

/** The first reader's value, put to a further test. */
export function checked<T>(reader: Reader<T>, problemOf: (value: T) => string | undefined): Reader<T> {
  return (value, path) => {
    const decision = reader(value, path);
    const problem = decision.isAllowed ? problemOf(decision.value) : undefined;
    return problem === undefined ? decision : wrong(path, problem);
  };
}

/** An object with exactly these fields; a field that is not among them is refused, so that a misspelt one is noticed. */
export function shapeOf<F extends Fields>(fields: F): Reader<Read<F>> {
  return (value, path) => readShape(fields, value, path);
}

function readShape<F extends Fields>(fields: F, value: unknown, path: string): Decision<Read<F>> {
  if (!isRecord(value)) return wrong(path || 'the file', 'must be an object');
  const unknownField = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
  if (unknownField !== undefined) return wrong(within(path, unknownField), 'is not a known field');
  const read: Record<string, unknown> = {};
  for (const [name, reader] of Object.entries(fields)) {
    const decision = reader(value[name], within(path, name));
    if (!decision.isAllowed) return decision;
    if (decision.value !== undefined) read[name] = decision.value;
  }
  return allow(read as Read<F>);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function within(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
