import { invalid } from '../refusals.ts';
import { parsePath, type WrittenPath } from './paths.ts';
import type { TokenCursor } from './tokens.ts';

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type Operand =
  | { readonly kind: 'path'; readonly path: WrittenPath }
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'size'; readonly of: Operand };
export type Condition =
  | { readonly kind: 'compare'; readonly comparator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly of: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly of: Operand; readonly among: readonly Operand[] }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'exists' | 'absent'; readonly path: WrittenPath }
  | { readonly kind: 'type' | 'begins' | 'contains'; readonly of: Operand; readonly operand: Operand };
type Node = Operand | Condition;

const COMPARATORS = ['=', '<>', '<', '<=', '>', '>='] as const;
const FUNCTIONS: ReadonlyMap<string, 'exists' | 'absent' | 'size' | 'type' | 'begins' | 'contains'> = new Map([
  ['attribute_exists', 'exists'],
  ['attribute_not_exists', 'absent'],
  ['size', 'size'],
  ['attribute_type', 'type'],
  ['begins_with', 'begins'],
  ['contains', 'contains'],
]);
const ONE_OPERAND = new Set(['exists', 'absent', 'size']);
// Service limit: 100 operands of IN.
const MAX_AMONG = 100;

/** Parses a condition, filter or key condition expression to the end. */
export function parseCondition(cursor: TokenCursor): Condition {
  const node = parseOr(cursor);
  if (cursor.next.kind !== 'end') throw cursor.unexpected();
  return asCondition(node, cursor);
}

function parseOr(cursor: TokenCursor): Node {
  let node = parseAnd(cursor);
  while (cursor.isWord('OR')) {
    const left = asCondition(node, cursor);
    cursor.take();
    node = { kind: 'or', left, right: asCondition(parseAnd(cursor), cursor) };
  }
  return node;
}

function parseAnd(cursor: TokenCursor): Node {
  let node = parseNot(cursor);
  while (cursor.isWord('AND')) {
    const left = asCondition(node, cursor);
    cursor.take();
    node = { kind: 'and', left, right: asCondition(parseNot(cursor), cursor) };
  }
  return node;
}

function parseNot(cursor: TokenCursor): Node {
  if (!cursor.skip('NOT')) return parseComparison(cursor);
  return { kind: 'not', condition: asCondition(parseNot(cursor), cursor) };
}

function parseComparison(cursor: TokenCursor): Node {
  const node = parseTerm(cursor);
  const comparator = COMPARATORS.find((symbol) => cursor.isSymbol(symbol));
  if (comparator !== undefined) {
    const left = asOperand(node, cursor);
    cursor.take();
    return { kind: 'compare', comparator, left, right: parseOperand(cursor) };
  }
  if (cursor.isWord('BETWEEN')) {
    const of = asOperand(node, cursor);
    cursor.take();
    const low = parseOperand(cursor);
    cursor.expect('AND');
    return { kind: 'between', of, low, high: parseOperand(cursor) };
  }
  if (!cursor.isWord('IN')) return node;
  const of = asOperand(node, cursor);
  cursor.take();
  return { kind: 'in', of, among: parseAmong(cursor) };
}

function parseAmong(cursor: TokenCursor): readonly Operand[] {
  const among = parseArguments(cursor);
  if (among.length > MAX_AMONG)
    throw invalid(`The IN operator is provided with too many operands; number of operands: ${among.length}`);
  return among;
}

function parseTerm(cursor: TokenCursor): Node {
  if (cursor.isSymbol('(')) return parseGroup(cursor);
  if (cursor.next.kind === 'value') return { kind: 'value', name: cursor.take().text };
  const isCall = cursor.next.kind === 'word' && cursor.peek(1).text === '(' && !cursor.isWord('NOT');
  return isCall ? parseCall(cursor) : { kind: 'path', path: parsePath(cursor) };
}

function parseGroup(cursor: TokenCursor): Node {
  const open = cursor.place;
  cursor.take();
  const node = parseOr(cursor);
  const close = cursor.place;
  cursor.expect(')');
  const inner = cursor.closedGroup;
  if (inner?.open === open + 1 && inner.close === close - 1) throw invalid('The expression has redundant parentheses;');
  cursor.closedGroup = { open, close };
  return node;
}

function parseCall(cursor: TokenCursor): Node {
  const name = cursor.take().text;
  const kind = FUNCTIONS.get(name);
  if (kind === undefined) throw invalid(`Invalid function name; function: ${name}`);
  const given = parseArguments(cursor);
  const [of, operand] = given;
  if (of === undefined || given.length !== (ONE_OPERAND.has(kind) ? 1 : 2)) throw wrongCount(name, given.length);
  if (kind === 'size') return { kind, of };
  if (kind === 'exists' || kind === 'absent') {
    if (of.kind === 'path') return { kind, path: of.path };
    throw invalid(`Operator or function requires a document path; operator or function: ${name}`);
  }
  return { kind, of, operand: operand ?? of };
}

export function wrongCount(name: string, count: number): Error {
  const which = `operator or function: ${name}, number of operands: ${count}`;
  return invalid(`Incorrect number of operands for operator or function; ${which}`);
}

function parseArguments(cursor: TokenCursor): readonly Operand[] {
  cursor.expect('(');
  const operands = [parseOperand(cursor)];
  while (cursor.skip(',')) operands.push(parseOperand(cursor));
  cursor.expect(')');
  return operands;
}

function parseOperand(cursor: TokenCursor): Operand {
  return asOperand(parseTerm(cursor), cursor);
}

const FUNCTION_NAMES = { exists: 'attribute_exists', absent: 'attribute_not_exists', type: 'attribute_type' } as const;

function asCondition(node: Node, cursor: TokenCursor): Condition {
  if (node.kind === 'size') throw misused('size');
  if (node.kind === 'path' || node.kind === 'value') throw cursor.unexpected();
  return node;
}

function asOperand(node: Node, cursor: TokenCursor): Operand {
  if (node.kind === 'path' || node.kind === 'value' || node.kind === 'size') return node;
  if (node.kind === 'begins') throw misused('begins_with');
  if (node.kind === 'contains') throw misused('contains');
  if (node.kind === 'exists' || node.kind === 'absent' || node.kind === 'type')
    throw misused(FUNCTION_NAMES[node.kind]);
  throw cursor.unexpected();
}

function misused(name: string): Error {
  return invalid(`The function is not allowed to be used this way in an expression; function: ${name}`);
}
