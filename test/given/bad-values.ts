import * as z from 'zod/mini';

/** A value that a field must not take, and how a test calls it. */
export type BadValue = { readonly title: string; readonly value: unknown };
/** A field of an operation's input, as its schema describes it. */
export type Field = {
  readonly name: string;
  readonly isRequired: boolean;
  readonly kind: 'text' | 'choice' | 'truth' | 'number' | 'list' | 'money' | 'sale';
};

type Shape = { readonly type?: string; readonly enum?: readonly unknown[]; readonly anyOf?: readonly Shape[] };
type ObjectShape = { readonly properties?: Readonly<Record<string, Shape>>; readonly required?: readonly string[] };

/** The fields of a schema. */
export function fieldsOf(schema: z.ZodMiniType): readonly Field[] {
  const { properties = {}, required = [] } = toShape(z.toJSONSchema(schema, { io: 'input' }));
  return Object.entries(properties).map(([name, shape]) => ({
    name,
    isRequired: required.includes(name),
    kind: kindOf(name, shape),
  }));
}
const toShape = (value: unknown) => value as ObjectShape;

function kindOf(name: string, { type, enum: choices, anyOf = [] }: Shape): Field['kind'] {
  if (choices) return 'choice';
  const isText = anyOf.length > 0 && anyOf.every((one) => one.type === 'string');
  if (type === 'string' || isText) return 'text';
  if (type === 'boolean') return 'truth';
  if (type === 'array') return 'list';
  // A number out of a query is read from text, and its schema takes anything.
  if (type === 'object' && name === 'price') return 'money';
  if (type === 'object' && name === 'sale') return 'sale';
  if (type === 'number' || type === 'integer' || name === 'limit' || name === 'amount') return 'number';
  throw new Error(`The field ${name} is of a kind this test does not know`);
}

const megabyte = 'x'.repeat(1_000_000);
const deep = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`);
const never: readonly BadValue[] = [
  { title: 'null', value: null },
  { title: 'an object', value: { toString: 'x', length: 1, 0: 'x' } },
  { title: 'a nest of lists', value: deep },
  { title: 'a text of 1 MB', value: megabyte },
];
const number: BadValue = { title: 'a number', value: 7 };
const truth: BadValue = { title: 'a truth', value: true };
const words = (...values: string[]): BadValue[] => values.map((value) => ({ title: JSON.stringify(value), value }));

/** What a field of a JSON body must not take, whatever else it may. */
const badInBody: Readonly<Record<Field['kind'], readonly BadValue[]>> = {
  text: [
    ...never,
    number,
    truth,
    { title: 'a list of texts', value: ['x'] },
    ...words('a\u0000b', 'a\ud800', '\u202e\n'),
  ],
  choice: [...never, number, truth, { title: 'a list', value: [] }, ...words('', 'constructor', '__proto__')],
  truth: [...never, number, { title: 'a list', value: [] }, ...words('true', '')],
  number: [...never, truth, { title: 'a list', value: [] }, ...words('1', ''), ...[-1, 1.5, 1e21].map(toBad)],
  money: [
    ...never,
    number,
    truth,
    { title: 'a list', value: [] },
    ...words('5.00', ''),
    ...[{}, { amount: 500 }, { currency: 'usd' }, { amount: '500', currency: 'usd' }, { amount: 500, currency: 1 }].map(
      toBad,
    ),
  ],
  sale: [
    ...never,
    number,
    truth,
    { title: 'a list', value: [] },
    ...words('5.00', ''),
    ...[{}, { price: { amount: 500, currency: 'usd' } }, { quantity: 5 }, { price: 500, quantity: 5 }].map(toBad),
    ...[-1, 0, 1.5, '5', 10_001].map((quantity) => toBad({ quantity, price: { amount: 500, currency: 'usd' } })),
  ],
  list: [
    ...never,
    number,
    truth,
    ...words('x'),
    ...[[7], [null], [{}], [['x']], [megabyte], ['a\u0000b'], Array.from({ length: 50_000 }, (_, at) => `${at}`)].map(
      toBad,
    ),
  ],
};
function toBad(value: unknown): BadValue {
  return { title: JSON.stringify(value).slice(0, 20), value };
}

export const badBodyValues = ({ kind }: Field): readonly BadValue[] => badInBody[kind];

/** What a query parameter must not be: everything is text there, and a name may come twice. */
const badInQuery: Readonly<Record<string, readonly string[]>> = {
  limit: ['', '0', '-1', '101', '1.5', 'abc', '1e9', 'NaN', 'Infinity', '[5]', '\u0000', '9'.repeat(400)],
  cursor: [
    '',
    'none',
    'x'.repeat(2049),
    'e30',
    'W10',
    'bnVsbA',
    ...[
      { at: '', roomId: '' },
      { at: 1, roomId: 2 },
      { at: 'x'.repeat(1100), roomId: 'x' },
    ].map(toCursor),
    ...[
      { at: '2026-01-01', roomId: '../x' },
      { at: 'now', roomId: 'abc' },
      { at: '2026-01-01T00:00:00.000Z', roomId: 'x'.repeat(1100) },
    ].map(toCursor),
    ...[[''], ['x'.repeat(1100)], [1], ['a', 'b'], ['no id']].map(toCursor),
    ...[
      { shard: -1, userId: '1' },
      { shard: 0.5, userId: '1' },
    ].map(toCursor),
    ...[
      { shard: 0, userId: '' },
      { shard: 0, userId: 'x'.repeat(1100) },
      { shard: '0', userId: '1' },
    ].map(toCursor),
  ],
  amount: ['', '0', '-1', '99', '1.5', 'abc', '1e9', 'NaN', 'Infinity', '\u0000', '9'.repeat(400)],
  topic: ['', 'a\u0000b', 'x'.repeat(41), '💥'.repeat(41), 'x'.repeat(5000)],
  reason: ['', 'a\u0000b', 'x'.repeat(1001), 'x'.repeat(5000)],
  default: ['', 'a\u0000b', 'x'.repeat(5000), '__proto__', '💥', 'a,b'],
};
function toCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

export const badQueryValues = ({ name }: Field): readonly string[] => badInQuery[name] ?? badInQuery['default'] ?? [];

/** What a part of a path must not be; each is one segment once encoded. */
export const badPathValues = [
  '!',
  'x'.repeat(40),
  'x'.repeat(5000),
  'a b',
  '💥',
  '../..',
  '\u0000',
  '__proto__.x',
  '%',
  '-1',
  "' or 1=1",
];
