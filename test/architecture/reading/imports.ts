import { posix } from 'node:path';
import type { SourceFile } from './source-tree.ts';
import { child, children, lineAt, nameOf, type SyntaxNode, syntaxOf, textOf, type Visit } from './syntax.ts';

/** `target` is a path of ours, `node:…`, or `npm:` and the package's specifier; a computed import has `npm:(computed)`. */
export type Import = {
  readonly target: string;
  readonly isTypeOnly: boolean;
  readonly line: number;
  readonly names: readonly string[];
};

const declarations = ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration'];

/** Everything a file imports or hands on, statically, dynamically, or as a type. */
export const importsOf = (file: SourceFile): Import[] =>
  syntaxOf(file).visits.flatMap((visit) => {
    const source = sourceOf(visit);
    if (!source) return [];
    const specifiers = children(visit.node, 'specifiers');
    const names = specifiers.map((each) => nameOf(child(each, 'imported') ?? child(each, 'local')) ?? each.type);
    const isTypeOnly = isType(visit.node, specifiers);
    return [{ target: targetOf(file.path, textOf(source)), isTypeOnly, line: lineAt(file, visit.node.start), names }];
  });

/** `@scope/name` or `name` of an `npm:` target, without the path inside the package. */
export const packageOf = (target: string): string | undefined => /^npm:((?:@[^/]+\/)?[^/]+)/.exec(target)?.[1];

function sourceOf({ node }: Visit): SyntaxNode | undefined {
  if (declarations.includes(node.type)) return child(node, 'source');
  if (node.type === 'ImportExpression' || node.type === 'TSImportType') return child(node, 'source');
  if (node.type === 'TSExternalModuleReference') return child(node, 'expression');
  const isRequire = node.type === 'CallExpression' && nameOf(child(node, 'callee')) === 'require';
  return isRequire ? children(node, 'arguments')[0] : undefined;
}

function isType(node: SyntaxNode, specifiers: readonly SyntaxNode[]): boolean {
  const kindOf = (each: SyntaxNode) => each['importKind'] ?? each['exportKind'];
  if (node.type === 'TSImportType' || kindOf(node) === 'type') return true;
  return specifiers.length > 0 && specifiers.every((each) => kindOf(each) === 'type');
}

function targetOf(path: string, specifier: string | undefined): string {
  if (specifier === undefined) return 'npm:(computed)';
  if (specifier.startsWith('node:')) return specifier;
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier.replace(/\?.*$/, ''));
  return `npm:${specifier}`;
}
