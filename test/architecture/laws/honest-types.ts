import { functionName, isFunction } from '../reading/functions.ts';
import { allCode } from '../reading/rooms.ts';
import type { Law, SourceFile, Violation } from '../reading/source-tree.ts';
import { ancestorsOf, child, isNamed, lineAt, type SyntaxNode, syntaxOf, type Visit } from '../reading/syntax.ts';

/** A function that maps what came from outside to a type of ours says so in its name. */
const mapping = /^(to|read|parse|from|as)([A-Z0-9]|$)/;

export const noAny: Law = (tree) =>
  allCode(tree).flatMap((file) => [
    ...every(file, ({ node }) => node.type === 'TSAnyKeyword', 'no any'),
    ...syntaxOf(file)
      .comments.filter(({ text }) => /^[\s*]*@ts-(ignore|nocheck|expect-error)\b/.test(text))
      .map(({ start }) => ({
        path: file.path,
        line: lineAt(file, start),
        rule: 'no @ts comment that silences the compiler',
      })),
  ]);

export const castsInMappings: Law = (tree) =>
  allCode(tree).flatMap((file) => [
    ...every(file, isStrayCast, 'a cast stands in a mapping function, named to…, read…, parse…, from… or as…'),
    ...every(file, ({ node }) => node.type === 'TSTypeAssertion', 'no <Type> casts'),
    ...every(file, isForced, 'no non-null !'),
  ]);

const every = (file: SourceFile, isBad: (visit: Visit) => boolean, rule: string): Violation[] =>
  syntaxOf(file)
    .visits.filter(isBad)
    .map(({ node }) => ({ path: file.path, line: lineAt(file, node.start), rule }));

function isStrayCast(visit: Visit): boolean {
  if (visit.node.type !== 'TSAsExpression' || isConst(visit.node)) return false;
  // `a as unknown as B` is one cast: the outer one.
  if (visit.parent?.node.type === 'TSAsExpression') return false;
  return !ancestorsOf(visit).some((each) => isFunction(each.node) && mapping.test(functionName(each) ?? ''));
}

const isConst = (node: SyntaxNode): boolean => isNamed(child(child(node, 'typeAnnotation'), 'typeName'), 'const');

const isForced = ({ node }: Visit): boolean =>
  node.type === 'TSNonNullExpression' || (node.type === 'VariableDeclarator' && node['definite'] === true);
