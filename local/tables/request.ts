import type { Json, JsonObject } from '../model.ts';
import { invalid, uncovered, unreadable } from './refusals.ts';

export function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

export function asObject(json: Json | undefined, what: string): JsonObject {
  if (!isObject(json)) throw unreadable(`Expected an object for ${what}`);
  return json;
}

/** Refuses every parameter that is not listed: what we do not read must not pass unseen. */
export function allowOnly(input: JsonObject, operation: string, names: ReadonlySet<string>): void {
  for (const name of Object.keys(input))
    if (input[name] !== undefined && !names.has(name)) throw uncovered(`${operation} with ${name}`);
}

export function needObject(input: JsonObject, name: string): JsonObject {
  return asObject(needed(input, name), name);
}

export function optionalObject(input: JsonObject, name: string): JsonObject | undefined {
  const json = input[name];
  return json === undefined || json === null ? undefined : asObject(json, name);
}

export function needList(input: JsonObject, name: string): readonly Json[] {
  const json = needed(input, name);
  if (!isList(json)) throw unreadable(`Expected a list for ${name}`);
  return json;
}

export function needText(input: JsonObject, name: string): string {
  const json = needed(input, name);
  if (typeof json !== 'string') throw unreadable(`Expected a string for ${name}`);
  return json;
}

export function optionalText(input: JsonObject, name: string): string | undefined {
  return input[name] === undefined || input[name] === null ? undefined : needText(input, name);
}

export function optionalBoolean(input: JsonObject, name: string, otherwise: boolean): boolean {
  const json = input[name] ?? otherwise;
  if (typeof json !== 'boolean') throw unreadable(`Expected a boolean for ${name}`);
  return json;
}

/** A whole number of at least `least`, if given. */
export function optionalCount(input: JsonObject, name: string, least: number): number | undefined {
  const json = input[name];
  if (json === undefined || json === null) return undefined;
  if (typeof json !== 'number' || !Number.isInteger(json)) throw unreadable(`Expected an integer for ${name}`);
  if (json < least) throw constraint(json, name, `Member must have value greater than or equal to ${least}`);
  return json;
}

/** One of the listed words, the first of them if none is given. */
export function optionalChoice<Word extends string>(input: JsonObject, name: string, words: readonly Word[]): Word {
  const text = optionalText(input, name) ?? words[0];
  const word = words.find((candidate) => candidate === text);
  if (word === undefined)
    throw constraint(text ?? '', name, `Member must satisfy enum value set: [${words.join(', ')}]`);
  return word;
}

export function constraint(value: string | number, name: string, message: string): Error {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  return invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${message}`,
  );
}

function needed(input: JsonObject, name: string): Json {
  const json = input[name];
  if (json !== undefined && json !== null) return json;
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  throw invalid(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}
