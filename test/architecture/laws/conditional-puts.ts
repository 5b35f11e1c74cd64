import { isCode, productCode } from '../reading/rooms.ts';
import type { Law, SourceFile, SourceTree, Violation } from '../reading/source-tree.ts';
import { constantOf } from '../reading/static-values.ts';
import { child, children, isNamed, lineAt, nameOf, type SyntaxNode, syntaxOf, visitsOf } from '../reading/syntax.ts';

const scans = ['ScanCommand', 'paginateScan'];
const blindBatches = ['BatchWriteItemCommand', 'BatchWriteCommand', 'PutRequest'];

/** No table is ever scanned: a read path that grows with the table is none. */
export const noScan: Law = (tree) => named(productCode(tree), scans, 'no Scan in product code');

/** Every put states what must be true before it; a batch of puts cannot, so there is none. */
export const conditionalPuts: Law = (tree) => {
  const files = tableCode(tree);
  const unconditional = files.flatMap((file) =>
    putsOf(file)
      .filter((put) => !isConditional(file, put))
      .map((put) => ({ path: file.path, line: lineAt(file, put.start), rule: 'every put has a ConditionExpression' })),
  );
  return [...unconditional, ...named(files, blindBatches, 'a batch write cannot be conditional')];
};

const tableCode = (tree: SourceTree): SourceFile[] =>
  tree.filter(({ path }) => path.startsWith('adapters/dynamodb/') && isCode(path));

const named = (files: readonly SourceFile[], names: readonly string[], rule: string): Violation[] =>
  files.flatMap((file) => {
    const lines = visitsOf(file, 'Identifier')
      .filter(({ node }) => names.includes(nameOf(node) ?? ''))
      .map(({ node }) => lineAt(file, node.start));
    return [...new Set(lines)].map((line) => ({ path: file.path, line, rule }));
  });

/** What each `Put: …` of a transaction and each `new PutItemCommand(…)` is given. */
const putsOf = (file: SourceFile): SyntaxNode[] =>
  syntaxOf(file).visits.flatMap(({ node, parent }) => {
    const isPut =
      node.type === 'Property' && isNamed(child(node, 'key'), 'Put') && parent?.node.type === 'ObjectExpression';
    if (isPut) return [child(node, 'value') ?? node];
    const isCommand = node.type === 'NewExpression' && /^Put(Item)?Command$/.test(nameOf(child(node, 'callee')) ?? '');
    return isCommand ? [children(node, 'arguments')[0] ?? node] : [];
  });

/** Follows spreads, constants, and calls of functions of the same file. */
function isConditional(file: SourceFile, node: SyntaxNode | undefined): boolean {
  if (node?.type === 'ObjectExpression')
    return children(node, 'properties').some((each) =>
      each.type === 'SpreadElement' ? isConditional(file, child(each, 'argument')) : isCondition(each),
    );
  if (node?.type === 'Identifier')
    return isConditional(file, constantOf(file, nameOf(node))) || isTakenFromPut(file, node);
  if (node?.type === 'CallExpression') return makesConditions(file, nameOf(child(node, 'callee')));
  return false;
}

const isCondition = (property: SyntaxNode): boolean =>
  isNamed(child(property, 'key'), 'ConditionExpression') && !isNamed(child(property, 'value'), 'undefined');

/** `const { Put } = …`: the `Put` it was taken from is checked where it is made. */
const isTakenFromPut = (file: SourceFile, name: SyntaxNode): boolean =>
  isNamed(name, 'Put') &&
  visitsOf(file, 'VariableDeclarator').some(({ node }) =>
    children(child(node, 'id'), 'properties').some((each) => isNamed(child(each, 'key'), 'Put')),
  );

const makesConditions = (file: SourceFile, name: string | undefined): boolean => {
  const declared = visitsOf(file, 'FunctionDeclaration').find(({ node }) => nameOf(child(node, 'id')) === name)?.node;
  const made = declared ?? constantOf(file, name);
  if (!made) return false;
  return visitsOf(file, 'Property').some(
    ({ node }) => made.start <= node.start && node.end <= made.end && isCondition(node),
  );
};
