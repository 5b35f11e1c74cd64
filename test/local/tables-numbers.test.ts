import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addNumbers,
  canonicalNumber,
  compareNumbers,
  orderOfNumber,
  sizeOfNumber,
  subtractNumbers,
} from '../../local/tables/values/decimal.ts';
import { sizeOfItem } from '../../local/tables/values/sizes.ts';
import { openWorld } from './tables-client.ts';

/** digits × 10^-20, so that sums stay exact in bigint. */
const SCALE = 20;
const scaled = fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n });
const scaledOrSmall = fc.oneof(
  scaled,
  fc.integer().map((whole) => BigInt(whole) * 10n ** BigInt(SCALE)),
  fc.constant(0n),
);
const textOf = (digits: bigint) => `${digits}e-${SCALE}`;
const number = scaledOrSmall.map((digits) => ({ digits, text: canonicalNumber(textOf(digits)) }));

test.each([
  ['0', '0'],
  ['-0', '0'],
  ['-0.0e5', '0'],
  ['007', '7'],
  ['+1.50', '1.5'],
  ['.5', '0.5'],
  ['5.', '5'],
  ['1e3', '1000'],
  ['12.5E-3', '0.0125'],
  ['1e-130', `0.${'0'.repeat(129)}1`],
  ['123456789012345678901234567890.12345678', '123456789012345678901234567890.12345678'],
])('%s is spelled %s', (text, expected) => {
  expect(canonicalNumber(text)).toBe(expected);
});

test.each(['', ' 1', '1 ', '1,5', '0x1', 'NaN', 'Infinity', '1e', '.', '--1', '1e126', '1e-131', '1'.repeat(39)])(
  '"%s" is refused',
  (text) => {
    expect(() => canonicalNumber(text)).toThrow();
  },
);

test('sums and differences are exact to 38 digits', () => {
  fc.assert(
    fc.property(number, number, (one, other) => {
      expect(addNumbers(one.text, other.text)).toBe(canonicalNumber(textOf(one.digits + other.digits)));
      expect(subtractNumbers(one.text, other.text)).toBe(canonicalNumber(textOf(one.digits - other.digits)));
    }),
  );
});

test('a sum that needs more than 38 digits is refused', () => {
  expect(() => addNumbers('1e37', '0.01')).toThrow('more than 38 significant digits');
});

test('comparison and stored order agree with the values', () => {
  fc.assert(
    fc.property(number, number, (one, other) => {
      const expected = one.digits < other.digits ? -1 : one.digits > other.digits ? 1 : 0;
      const [first, second] = [orderOfNumber(one.text), orderOfNumber(other.text)];
      expect(Math.sign(compareNumbers(one.text, other.text))).toBe(expected);
      expect(first < second ? -1 : first > second ? 1 : 0).toBe(expected);
    }),
  );
});

test('the spelling of a spelling is itself', () => {
  fc.assert(
    fc.property(number, ({ text }) => {
      expect(canonicalNumber(text)).toBe(text);
    }),
  );
});

test.each([
  ['0', 1],
  ['7', 2],
  ['-7', 3],
  ['42', 2],
  ['4.2', 3],
  ['100', 2],
  ['123', 3],
  ['1700000000000', 3],
  ['1712345678901', 8],
])('%s takes %i bytes', (text, bytes) => {
  expect(sizeOfNumber(text)).toBe(bytes);
});

test('a query gives numbers in the order of their values', async () => {
  const { tables, close } = openWorld();
  const scores = ['-1e20', '-12.5', '-12', '-1', '-0.5', '0', '1e-10', '0.5', '2', '10', '10.01', '1e20', '9e125'];
  for (const score of scores.toReversed())
    await tables.perform('PutItem', { TableName: 'scores', Item: { id: { S: 'x' }, score: { N: score } } }, {});
  const ExpressionAttributeValues = { ':id': { S: 'x' }, ':least': { N: '-12.0' } };
  const page = {
    TableName: 'scores',
    KeyConditionExpression: 'id = :id AND score >= :least',
    ExpressionAttributeValues,
  };
  const { body } = await tables.perform('Query', page, {});
  const expected = scores.slice(2).map((score) => ({ id: { S: 'x' }, score: { N: canonicalNumber(score) } }));
  expect(body?.['Items']).toEqual(expected);
  close();
});

test('an item counts the bytes of its names and values', () => {
  expect(sizeOfItem({ name: { S: 'é😀' }, n: { N: '-12.5' }, b: { B: 'AQID' } })).toBe(4 + 6 + 1 + 4 + 1 + 3);
  expect(sizeOfItem({ t: { BOOL: true }, z: { NULL: true } })).toBe(4);
  expect(sizeOfItem({ s: { SS: ['ab', 'c'] }, n: { NS: ['1', '22'] }, b: { BS: ['AQ=='] } })).toBe(3 + 3 + 4 + 1);
  expect(sizeOfItem({ m: { M: { key: { S: 'v' } } }, l: { L: [{ S: 'a' }, { BOOL: false }] } })).toBe(
    1 + 3 + 1 + 4 + 1 + 3 + 2 + 2,
  );
});
