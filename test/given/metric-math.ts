/** As much of CloudWatch's metric math as our alarms use: numbers, ids, FILL, IF, comparisons and the four operations. */

/** The datapoint of each id in one period; absent when there is none. */
export type Datapoints = Readonly<Record<string, number | undefined>>;

const tokens = /\s*(>=|<=|==|[-+*/(),<>]|\d+(?:\.\d+)?|\w+)/gy;

/** The expression's value in one period; nothing when it needs a datapoint that is not there. */
export function evaluated(expression: string, datapoints: Datapoints): number | undefined {
  const words = [...expression.matchAll(tokens)].map(([, word = '']) => word);
  if (words.join('') !== expression.replaceAll(/\s/g, '')) throw new Error(`cannot read ${expression}`);
  const value = compared({ words, datapoints });
  if (words.length > 0) throw new Error(`cannot read ${words.join(' ')} of ${expression}`);
  return value;
}

type Reading = { readonly words: string[]; readonly datapoints: Datapoints };
type Value = number | undefined;
type Operation = (left: number, right: number) => number;

/** Operators of one rank, from the left; what is missing on one side is missing. */
const ranked =
  (operations: Readonly<Record<string, Operation>>, next: (reading: Reading) => Value) =>
  (reading: Reading): Value => {
    let left = next(reading);
    for (let operate = operations[reading.words[0] ?? '']; operate; operate = operations[reading.words[0] ?? '']) {
      reading.words.shift();
      const right = next(reading);
      left = left === undefined || right === undefined ? undefined : operate(left, right);
    }
    return left;
  };

function single(reading: Reading): Value {
  const word = reading.words.shift() ?? '';
  if (word === '(') return closed(reading, compared(reading));
  if (reading.words[0] === '(') return called(word, reading);
  return /^\d/.test(word) ? Number(word) : reading.datapoints[word];
}

function called(name: string, reading: Reading): Value {
  const values: Value[] = [];
  do {
    reading.words.shift();
    values.push(compared(reading));
  } while (reading.words[0] === ',');
  const [first, second, third] = values;
  closed(reading, first);
  if (name === 'FILL') return first ?? second;
  if (name !== 'IF') throw new Error(`${name} is not known here`);
  return first === undefined ? undefined : first ? second : third;
}

function closed(reading: Reading, value: Value): Value {
  if (reading.words.shift() !== ')') throw new Error('a bracket is not closed');
  return value;
}

const times = ranked({ '*': (a, b) => a * b, '/': (a, b) => (b === 0 ? Number.NaN : a / b) }, single);
const plus = ranked({ '+': (a, b) => a + b, '-': (a, b) => a - b }, times);
const compared = ranked(
  {
    '>=': (a, b) => Number(a >= b),
    '<=': (a, b) => Number(a <= b),
    '>': (a, b) => Number(a > b),
    '<': (a, b) => Number(a < b),
    '==': (a, b) => Number(a === b),
  },
  plus,
);
