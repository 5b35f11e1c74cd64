import type { Money } from '../../domain/money.ts';
import type { Item } from './client.ts';

/** Plain readers: what a table holds is checked before it becomes a domain value. A wrong form is a fault, with the item's key. */

const wrong = (item: Item, field: string, wanted: string): never => {
  throw new TypeError(`${String(item['pk'])}: '${field}' is no ${wanted}`);
};

export const readText = (item: Item, field: string): string => {
  const value = item[field];
  return typeof value === 'string' ? value : wrong(item, field, 'text');
};
export const readCount = (item: Item, field: string): number => {
  const value = item[field];
  return typeof value === 'number' ? value : wrong(item, field, 'number');
};
export const readFlag = (item: Item, field: string): boolean => {
  const value = item[field];
  return typeof value === 'boolean' ? value : wrong(item, field, 'yes or no');
};
export const readTexts = (item: Item, field: string): readonly string[] => {
  const value = item[field];
  if (value instanceof Set) return [...value].map(String);
  return Array.isArray(value) ? value.map(String) : wrong(item, field, 'list');
};
export const readItem = (item: Item, field: string): Item => {
  const value = item[field];
  return typeof value === 'object' && value !== null ? toItem(value) : wrong(item, field, 'map');
};
export const readMoney = (item: Item, field: string): Money => {
  const money = readItem(item, field);
  return { amount: readCount(money, 'amount'), currency: readText(money, 'currency') };
};
export const readItems = (item: Item, field: string): readonly Item[] => {
  const value = item[field];
  return Array.isArray(value) ? value.map(toItem) : wrong(item, field, 'list');
};
export const readOneOf = <Word extends string>(item: Item, field: string, words: readonly Word[]): Word => {
  const value = readText(item, field);
  return words.find((word) => word === value) ?? wrong(item, field, `one of ${words.join(', ')}`);
};

/** The field's value through its reader as a one-entry object, or nothing when the item has none. */
export const readOptional = <Field extends string, Value>(
  item: Item,
  field: Field,
  read: (item: Item, field: string) => Value,
): { [F in Field]?: Value } => (item[field] === undefined ? {} : toEntry(field, read(item, field)));

const toEntry = <Field extends string, Value>(field: Field, value: Value) =>
  ({ [field]: value }) as { [F in Field]?: Value };
const toItem = (value: unknown): Item => value as Item;
