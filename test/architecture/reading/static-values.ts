import type { SourceFile } from './source-tree.ts';
import { child, children, nameOf, type SyntaxNode, textOf, visitsOf } from './syntax.ts';

/** Stands for whatever cannot be read without running the file. */
export const unreadable: unique symbol = Symbol('unreadable');

/** The value of an expression made of literals, arrays, objects, spreads and constants of the same file. */
export function staticValue(file: SourceFile, node: SyntaxNode | undefined): unknown {
  switch (node?.type) {
    case 'Literal':
      return node['value'];
    case 'TemplateLiteral':
      return children(node, 'expressions').length === 0 ? templateText(node) : unreadable;
    case 'ArrayExpression':
      return children(node, 'elements').flatMap((each) => elementsOf(file, each));
    case 'ObjectExpression':
      return Object.fromEntries(children(node, 'properties').flatMap((each) => entriesOf(file, each)));
    case 'Identifier':
      return staticValue(file, constantOf(file, nameOf(node)));
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return staticValue(file, child(node, 'expression'));
    default:
      return unreadable;
  }
}

/** What a constant of the file was set to. */
export const constantOf = (file: SourceFile, name: string | undefined): SyntaxNode | undefined =>
  visitsOf(file, 'VariableDeclarator')
    .filter(({ node }) => name !== undefined && nameOf(child(node, 'id')) === name)
    .map(({ node }) => child(node, 'init'))[0];

const templateText = (node: SyntaxNode): unknown => children(node, 'quasis').map(textOf)[0] ?? unreadable;

function elementsOf(file: SourceFile, node: SyntaxNode): unknown[] {
  if (node.type !== 'SpreadElement') return [staticValue(file, node)];
  const spread = staticValue(file, child(node, 'argument'));
  return Array.isArray(spread) ? spread : [unreadable];
}

function entriesOf(file: SourceFile, node: SyntaxNode): [string, unknown][] {
  if (node.type !== 'SpreadElement')
    return [[nameOf(child(node, 'key')) ?? '', staticValue(file, child(node, 'value'))]];
  const spread = staticValue(file, child(node, 'argument'));
  return typeof spread === 'object' && spread !== null ? Object.entries(spread) : [];
}
