import { allCode, isFixture } from '../reading/rooms.ts';
import type { Law, SourceFile } from '../reading/source-tree.ts';
import { child, children, lineAt, nameOf, type SyntaxNode, syntaxOf } from '../reading/syntax.ts';

const banned = 'manager managers helper helpers util utils common misc data info process dto dtos impl base'.split(' ');
/** Names that others fixed. */
const givenNames = /^(README|LICENSE|NOTICE|CONTRIBUTING|CHANGELOG|SECURITY)(\.md)?$/;
const kebab = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
/** The design itself calls one stack by this word. */
const dataStack = /^(lib\/stacks|test\/infra)\/data([.-]|$)/;
const types = ['TSTypeAliasDeclaration', 'TSInterfaceDeclaration'];
const declared = [...types, 'FunctionDeclaration', 'ClassDeclaration'];

export const kebabCaseFiles: Law = (tree) =>
  tree
    .filter(({ path }) => !isFixture(path))
    .filter(({ path }) => path.split('/').some((part) => !kebab.test(part) && !givenNames.test(part)))
    .map(({ path }) => ({ path, line: 0, rule: 'files and folders are named in kebab-case' }));

/** The top-level folder counts as the first level. */
export const threeFolderLevels: Law = (tree) =>
  tree
    .filter(({ path }) => !isFixture(path) && path.split('/').length > 4)
    .map(({ path }) => ({ path, line: 0, rule: 'at most three folder levels' }));

/** Words that say nothing about what a thing is, in names of files, folders, functions, types and exports. */
export const sayingNames: Law = (tree) =>
  allCode(tree).flatMap((file) => [
    ...file.path
      .split('/')
      .flatMap(wordsOf)
      .filter((word) => banned.includes(word) && !isStackName(file, word))
      .map((word) => ({ path: file.path, line: 0, rule: `'${word}' says nothing in a name` })),
    ...namesIn(file).flatMap(({ name, at, isType }) =>
      complaints(name, isType)
        .filter((word) => !isStackName(file, word))
        .map((word) => ({
          path: file.path,
          line: lineAt(file, at),
          rule: `'${word}' says nothing in the name ${name}`,
        })),
    ),
  ]);

const isStackName = (file: SourceFile, word: string): boolean => word === 'data' && dataStack.test(file.path);

/** camelCase, kebab-case and CONSTANT_CASE taken apart, in lower case. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);

const complaints = (name: string, isType: boolean): string[] => [
  ...wordsOf(name).filter((word) => banned.includes(word)),
  ...(isType && /^I[A-Z][a-z]/.test(name) ? ['I'] : []),
];

type Name = { readonly name: string; readonly at: number; readonly isType: boolean };

/** Types, functions and classes of the file's own level, and every constant it exports. */
const namesIn = (file: SourceFile): Name[] =>
  syntaxOf(file).visits.flatMap(({ node, parent }) => {
    const isExported = parent?.node.type === 'ExportNamedDeclaration';
    if (!isExported && parent?.node.type !== 'Program') return [];
    if (declared.includes(node.type)) return toName(child(node, 'id'), types.includes(node.type));
    if (node.type !== 'VariableDeclaration') return [];
    return children(node, 'declarations')
      .filter((each) => isExported || /Function/.test(child(each, 'init')?.type ?? ''))
      .flatMap((each) => toName(child(each, 'id'), false));
  });

const toName = (node: SyntaxNode | undefined, isType: boolean): Name[] => {
  const name = nameOf(node);
  return node && name !== undefined ? [{ name, at: node.start, isType }] : [];
};
