import type { SourceFile } from './source-tree.ts';
import { child, children, lineAt, nameOf, type SyntaxNode, syntaxOf, type Visit } from './syntax.ts';

/** A function as the budgets measure it, from its first line to its last, whatever it holds inside. */
export type MeasuredFunction = {
  readonly name: string | undefined;
  readonly line: number;
  readonly lines: number;
  /** Its whole body is one object or array literal, with nothing in it that acts. */
  readonly isTable: boolean;
  /** It is handed to a call: the name of what was called. */
  readonly passedTo: string | undefined;
};

const functionTypes = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];
const literals = ['ObjectExpression', 'ArrayExpression'];

export const isFunction = (node: SyntaxNode): boolean => functionTypes.includes(node.type);

export const functionsOf = (file: SourceFile): MeasuredFunction[] =>
  syntaxOf(file)
    .visits.filter(({ node }) => isFunction(node) && child(node, 'body'))
    .map((visit) => {
      const line = lineAt(file, visit.node.start);
      const lines = lineAt(file, visit.node.end) - line + 1;
      const isTable = isOneLiteral(visit.node) && !isHoldingActions(file, visit.node);
      return { name: functionName(visit), line, lines, isTable, passedTo: passedTo(visit) };
    });

/** The name a function was given: its own, or that of the variable, property or method that holds it. */
export function functionName({ node, parent }: Visit): string | undefined {
  const own = nameOf(child(node, 'id'));
  if (own !== undefined || !parent) return own;
  if (parent.node.type === 'VariableDeclarator') return nameOf(child(parent.node, 'id'));
  if (parent.node.type === 'AssignmentExpression') return nameOf(child(child(parent.node, 'left'), 'property'));
  const isMember = ['Property', 'MethodDefinition', 'PropertyDefinition'].includes(parent.node.type);
  return isMember ? nameOf(child(parent.node, 'key')) : undefined;
}

function isOneLiteral(node: SyntaxNode): boolean {
  const body = child(node, 'body');
  if (body?.type !== 'BlockStatement') return body !== undefined && isLiteral(body);
  const [only, ...rest] = children(body, 'body');
  const returned = only?.type === 'ReturnStatement' ? child(only, 'argument') : undefined;
  return rest.length === 0 && returned !== undefined && isLiteral(returned);
}

/** An object of methods is a module in disguise, not a table. */
const isHoldingActions = (file: SourceFile, table: SyntaxNode): boolean =>
  syntaxOf(file).visits.some(
    ({ node }) =>
      isFunction(node) &&
      node !== table &&
      table.start <= node.start &&
      node.end <= table.end &&
      child(node, 'body')?.type === 'BlockStatement',
  );

const isLiteral = (node: SyntaxNode): boolean => {
  const isWrapped = node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression';
  return literals.includes((isWrapped ? child(node, 'expression') : node)?.type ?? '');
};

function passedTo({ field, parent }: Visit): string | undefined {
  if (parent?.node.type !== 'CallExpression' || field !== 'arguments') return undefined;
  const callee = child(parent.node, 'callee');
  return nameOf(callee) ?? nameOf(child(callee, 'object')) ?? nameOf(child(callee, 'property'));
}
