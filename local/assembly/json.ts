import type { Json, JsonObject } from '../model.ts';

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wrong = (where: string, need: string, value: Json | undefined): Error =>
  new Error(`${where}: expected ${need}, found ${JSON.stringify(value) ?? 'nothing'}`);

export function toObject(value: Json | undefined, where: string): JsonObject {
  if (!isObject(value)) throw wrong(where, 'an object', value);
  return value;
}

/** A missing list is an empty one, as in CloudFormation. */
export function toList(value: Json | undefined, where: string): readonly Json[] {
  if (value === undefined) return [];
  if (!isList(value)) throw wrong(where, 'a list', value);
  return value;
}

/** Numbers and booleans become text, as CloudFormation does it. */
export function toText(value: Json | undefined, where: string): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') throw wrong(where, 'text', value);
  return value;
}

export function toNumber(value: Json | undefined, where: string): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) throw wrong(where, 'a number', value);
  return number;
}

export const toOptional = <T>(
  value: Json | undefined,
  where: string,
  read: (value: Json | undefined, where: string) => T,
): T | undefined => (value === undefined ? undefined : read(value, where));

export const toFlag = (value: Json | undefined): boolean => value === true || value === 'true';

/** The same value with every text in it changed. */
export function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (isList(value)) return value.map((part) => mapTexts(part, change));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, part]) => [name, part && mapTexts(part, change)]);
  return Object.fromEntries(entries);
}
