import { functionsOf, type MeasuredFunction } from '../reading/functions.ts';
import { entriesOf, operationPath } from '../reading/manifest-entries.ts';
import { allCode, roomOf, writtenCode } from '../reading/rooms.ts';
import type { Law, SourceFile, SourceTree, Violation } from '../reading/source-tree.ts';
import { lineCount } from '../reading/syntax.ts';
import { quantile } from './quantile.ts';

/** The most lines a file of a kind may have; the strictest that fits decides. */
const ceilings: readonly { readonly files: RegExp; readonly lines: number; readonly what: string }[] = [
  { files: /^(functions\/manifest|bin\/rostrum)\.ts$/, lines: 40, what: 'a file that only joins parts' },
  { files: /^lib\/constructs\//, lines: 120, what: 'a construct' },
  { files: /^domain\//, lines: 200, what: 'a domain module' },
  { files: /^adapters\/dynamodb\//, lines: 200, what: 'the data access of an aggregate' },
  { files: /^/, lines: 250, what: 'a file' },
];
const operationLines = 80;

export const fileLengths: Law = (tree) => {
  const operations = new Set(entriesOf(tree).map(operationPath));
  return allCode(tree).flatMap((file) => {
    const ceiling = ceilings.find(({ files }) => files.test(file.path));
    const isOperation = operations.has(file.path);
    const { lines: most, what } = isOperation
      ? { lines: operationLines, what: 'an operation' }
      : (ceiling ?? noCeiling);
    const lines = lineCount(file.text);
    return lines > most
      ? [{ path: file.path, line: 0, rule: `${what} has at most ${most} lines, this has ${lines}` }]
      : [];
  });
};

const noCeiling = { lines: Number.POSITIVE_INFINITY, what: '' };

/** Table builders are excepted, and in tests the block that groups tests of one subject. */
export const functionLengths: Law = (tree) =>
  allCode(tree).flatMap((file) =>
    functionsOf(file)
      .filter((each) => each.lines > 70 && !each.isTable && !isTestGroup(file, each))
      .map(({ name, line, lines }) => ({
        path: file.path,
        line,
        rule: `a function has at most 70 lines, ${name ?? 'this one'} has ${lines}`,
      })),
  );

const isTestGroup = (file: SourceFile, { passedTo }: MeasuredFunction): boolean =>
  roomOf(file.path) === 'test' && passedTo === 'describe';

/** Half of the files and functions are small; callbacks without a name are part of the function that holds them. */
export const medians: Law = (tree) => {
  const { fileMedian, functionMedian, functionTenth } = sizesOf(tree);
  return [
    ...over('file median', fileMedian, 60),
    ...over('function median', functionMedian, 15),
    ...over('90 % of functions', functionTenth, 40),
  ];
};

export type Sizes = { readonly fileMedian: number; readonly functionMedian: number; readonly functionTenth: number };

/** Lines: the median file and function, and the length that nine of ten functions do not exceed. */
export function sizesOf(tree: SourceTree): Sizes {
  const files = writtenCode(tree);
  const lengths = files
    .flatMap(functionsOf)
    .filter(isMeasured)
    .map(({ lines }) => lines);
  return {
    fileMedian: quantile(
      files.map(({ text }) => lineCount(text)),
      0.5,
    ),
    functionMedian: quantile(lengths, 0.5),
    functionTenth: quantile(lengths, 0.9),
  };
}

const isMeasured = ({ name, passedTo }: MeasuredFunction): boolean => name !== undefined && passedTo === undefined;

const over = (what: string, found: number, most: number): Violation[] =>
  found > most ? [{ path: '.', line: 0, rule: `${what} at most ${most} lines, found ${found}` }] : [];
