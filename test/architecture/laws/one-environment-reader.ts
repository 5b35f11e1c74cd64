import { importsOf } from '../reading/imports.ts';
import { deployedCode } from '../reading/rooms.ts';
import type { Law, SourceFile, Violation } from '../reading/source-tree.ts';
import { child, children, isNamed, lineAt, type SyntaxNode, syntaxOf, type Visit } from '../reading/syntax.ts';

const reader = 'functions/runtime/config.ts';
const rule = `the environment is read in ${reader} only`;

/** `process.env` belongs to one file of the deployed code; lib reads none at all. */
export const oneEnvironmentReader: Law = (tree) =>
  deployedCode(tree)
    .filter(({ path }) => path !== reader)
    .flatMap((file) => [...reads(file), ...imports(file)]);

const reads = (file: SourceFile): Violation[] =>
  syntaxOf(file)
    .visits.filter(isRead)
    .map(({ node }) => ({ path: file.path, line: lineAt(file, node.start), rule }));

const imports = (file: SourceFile): Violation[] =>
  importsOf(file)
    .filter(({ target }) => /^(node:|npm:)process$/.test(target))
    .map(({ line }) => ({ path: file.path, line, rule }));

function isRead({ node }: Visit): boolean {
  if (node.type === 'MemberExpression')
    return isNodeGlobal(child(node, 'object')) && isNamed(child(node, 'property'), 'env');
  if (node.type !== 'VariableDeclarator' || !isNodeGlobal(child(node, 'init'))) return false;
  return children(child(node, 'id'), 'properties').some((each) => isNamed(child(each, 'key'), 'env'));
}

const isNodeGlobal = (node: SyntaxNode | undefined): boolean =>
  isNamed(node, 'process') || (node?.type === 'MemberExpression' && isNamed(child(node, 'property'), 'process'));
