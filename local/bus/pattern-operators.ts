import { isList, isObject } from '../assembly/json.ts';
import type { Json } from '../model.ts';

/** Whether one value of an event fits; never asked about lists, objects or missing fields. */
export type ValueTest = (value: Json) => boolean;
type Operator = (operand: Json, where: string) => ValueTest;

const onText =
  (fits: (text: string) => boolean): ValueTest =>
  (value) =>
    typeof value === 'string' && fits(value);

function toText(operand: Json, where: string): string {
  if (typeof operand === 'string') return operand;
  throw new Error(`${where}: expected text, found ${JSON.stringify(operand)}`);
}

/** Operators that may be made case-free by `{"prefix": {"equals-ignore-case": "x"}}`. */
const onEdge =
  (fits: (text: string, edge: string) => boolean): Operator =>
  (operand, where) => {
    if (!isObject(operand)) {
      const edge = toText(operand, where);
      return onText((text) => fits(text, edge));
    }
    const edge = toText(operand['equals-ignore-case'] ?? null, where).toLowerCase();
    return onText((text) => fits(text.toLowerCase(), edge));
  };

const prefix = onEdge((text, edge) => text.startsWith(edge));
const suffix = onEdge((text, edge) => text.endsWith(edge));

const equalsIgnoreCase: Operator = (operand, where) => {
  const wanted = toText(operand, where).toLowerCase();
  return onText((text) => text.toLowerCase() === wanted);
};

const wildcard: Operator = (operand, where) => {
  const parts = toText(operand, where)
    .split('*')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`, 's');
  return onText((text) => expression.test(text));
};

const comparisons: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

const numeric: Operator = (operand, where) => {
  const parts = isList(operand) ? operand : [];
  if (parts.length !== 2 && parts.length !== 4) throw new Error(`${where}: numeric takes one or two comparisons`);
  const tests = [0, 2].slice(0, parts.length / 2).map((place) => {
    const compare = comparisons[String(parts[place])];
    const bound = parts[place + 1];
    if (compare === undefined || typeof bound !== 'number')
      throw new Error(`${where}: numeric ${JSON.stringify(parts)}`);
    return (value: number) => compare(value, bound);
  });
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
};

/** What `anything-but` may deny. */
const deniable: Readonly<Record<string, Operator>> = {
  prefix,
  suffix,
  'equals-ignore-case': equalsIgnoreCase,
  wildcard,
};

function anyOf(operand: Json, where: string, operator: Operator): ValueTest {
  const tests = (isList(operand) ? operand : [operand]).map((one) => operator(one, where));
  return (value) => tests.some((test) => test(value));
}

/** `{"anything-but": x}`, x being a value, a list of values, or a prefix, suffix, wildcard or case-free text (or a list of them). */
const anythingBut: Operator = (operand, where) => {
  if (isObject(operand)) {
    const [name = '', inner = null] = Object.entries(operand)[0] ?? [];
    const operator = deniable[name];
    if (operator === undefined) throw new Error(`${where}: anything-but ${name} is not done locally`);
    const test = anyOf(inner, where, operator);
    return (value) => !test(value);
  }
  const unwanted = isList(operand) ? operand : [operand];
  return (value) => !unwanted.includes(value);
};

const operators: Readonly<Record<string, Operator>> = {
  prefix,
  suffix,
  'equals-ignore-case': equalsIgnoreCase,
  wildcard,
  numeric,
  'anything-but': anythingBut,
};

/** The test for one entry of a pattern's list: a plain value or `{operator: operand}`; throws for operators beyond this matcher. */
export function compileValueTest(entry: Json, where: string): ValueTest {
  if (isList(entry)) throw new Error(`${where}: a list within a list`);
  if (!isObject(entry)) return (value) => value === entry;
  const [name = '', operand = null] = Object.entries(entry)[0] ?? [];
  const operator = Object.keys(entry).length === 1 ? operators[name] : undefined;
  if (operator === undefined)
    throw new Error(`${where}: pattern operator ${Object.keys(entry).join(', ')} is not done locally`);
  return operator(operand, where);
}
