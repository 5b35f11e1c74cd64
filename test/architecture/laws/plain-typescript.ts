import { allCode } from '../reading/rooms.ts';
import type { Law, SourceFile, Violation } from '../reading/source-tree.ts';
import { child, isNamed, lineAt, type SyntaxNode, syntaxOf, type Visit } from '../reading/syntax.ts';

const configFile = /(^|\/)[^/]+\.config\.ts$/;

const banned: Readonly<Record<string, string>> = {
  TSEnumDeclaration: 'no enums',
  Decorator: 'no decorators',
  TSParameterProperty: 'no parameter properties',
  TSImportEqualsDeclaration: 'no import =',
  ExportDefaultDeclaration: 'no default exports',
  ExportAllDeclaration: 'no barrels: export what the file itself makes',
};

/** TypeScript that Node strips, and one way to find where a name is made. Config files export a default, their tools ask for it. */
export const plainTypescript: Law = (tree) =>
  allCode(tree).flatMap((file) => [...words(file), ...barrels(file), ...errors(file)]);

const words = (file: SourceFile): Violation[] =>
  syntaxOf(file).visits.flatMap((visit) => {
    const rule = isNamespace(visit)
      ? 'no namespaces'
      : isDefaultName(visit)
        ? 'no default exports'
        : banned[visit.node.type];
    if (rule === undefined || (rule === 'no default exports' && configFile.test(file.path))) return [];
    return [{ path: file.path, line: lineAt(file, visit.node.start), rule }];
  });

/** `declare module 'x'` and `declare global` describe what others made; a named one is a namespace. */
const isNamespace = ({ node }: Visit): boolean =>
  node.type === 'TSModuleDeclaration' && child(node, 'id')?.type === 'Identifier' && node['kind'] !== 'global';

const isDefaultName = ({ node }: Visit): boolean =>
  node.type === 'ExportSpecifier' && isNamed(child(node, 'exported'), 'default');

/** A file that makes nothing and only hands on, or that is called index. */
function barrels(file: SourceFile): Violation[] {
  const statements = syntaxOf(file).visits.filter(
    ({ parent }) => parent?.node.type === 'Program' && parent.field === 'program',
  );
  const handsOn = ({ node }: Visit) => node.type === 'ExportNamedDeclaration' && isHandingOn(node);
  const isBarrel = statements.some(handsOn) && statements.every((each) => handsOn(each) || isImport(each));
  const rule = 'no barrels: export what the file itself makes';
  return isBarrel || /(^|\/)index\.tsx?$/.test(file.path) ? [{ path: file.path, line: 0, rule }] : [];
}

const isHandingOn = (node: SyntaxNode): boolean =>
  child(node, 'source') !== undefined || child(node, 'declaration') === undefined;

const isImport = ({ node }: Visit): boolean => node.type === 'ImportDeclaration';

const errors = (file: SourceFile): Violation[] => {
  const { errorAt } = syntaxOf(file);
  return errorAt === undefined ? [] : [{ path: file.path, line: lineAt(file, errorAt), rule: 'this cannot be parsed' }];
};
