import { invalid } from '../refusals.ts';
import { wrongCount } from './condition-grammar.ts';
import { parsePath, type WrittenPath } from './paths.ts';
import type { TokenCursor } from './tokens.ts';

export type Source =
  | { readonly kind: 'path'; readonly path: WrittenPath }
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'if_not_exists'; readonly path: WrittenPath; readonly otherwise: Source }
  | { readonly kind: 'list_append' | '+' | '-'; readonly left: Source; readonly right: Source };
export type Step =
  | { readonly kind: 'SET'; readonly path: WrittenPath; readonly source: Source }
  | { readonly kind: 'REMOVE'; readonly path: WrittenPath }
  | { readonly kind: 'ADD' | 'DELETE'; readonly path: WrittenPath; readonly name: string };

const SECTIONS = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;
type Section = (typeof SECTIONS)[number];

/** Parses an update expression to the end; each section may stand once. */
export function parseUpdate(cursor: TokenCursor): readonly Step[] {
  const steps: Step[] = [];
  const seen = new Set<Section>();
  while (cursor.next.kind !== 'end') {
    const section = SECTIONS.find((word) => cursor.isWord(word));
    if (section === undefined) throw cursor.unexpected();
    cursor.take();
    if (seen.has(section)) throw invalid(`The "${section}" section can only be used once in an update expression;`);
    seen.add(section);
    do steps.push(parseStep(section, cursor));
    while (cursor.skip(','));
  }
  return steps;
}

function parseStep(kind: Section, cursor: TokenCursor): Step {
  const path = parsePath(cursor);
  if (kind === 'REMOVE') return { kind, path };
  if (kind !== 'SET') {
    const value = cursor.take();
    if (value.kind !== 'value') throw cursor.unexpected(value);
    return { kind, path, name: value.text };
  }
  cursor.expect('=');
  return { kind, path, source: parseSource(cursor) };
}

function parseSource(cursor: TokenCursor): Source {
  if (cursor.isSymbol('(')) return parseGroup(cursor);
  const left = parseOperand(cursor);
  const operator = (['+', '-'] as const).find((symbol) => cursor.isSymbol(symbol));
  if (operator === undefined) return left;
  cursor.take();
  return { kind: operator, left, right: parseOperand(cursor) };
}

function parseGroup(cursor: TokenCursor): Source {
  cursor.expect('(');
  const source = parseSource(cursor);
  cursor.expect(')');
  return source;
}

function parseOperand(cursor: TokenCursor): Source {
  if (cursor.next.kind === 'value') return { kind: 'value', name: cursor.take().text };
  const isCall = cursor.next.kind === 'word' && cursor.peek(1).text === '(';
  return isCall ? parseCall(cursor) : { kind: 'path', path: parsePath(cursor) };
}

function parseCall(cursor: TokenCursor): Source {
  const name = cursor.take().text;
  if (name !== 'if_not_exists' && name !== 'list_append') throw invalid(`Invalid function name; function: ${name}`);
  cursor.expect('(');
  const operands = [parseOperand(cursor)];
  while (cursor.skip(',')) operands.push(parseOperand(cursor));
  cursor.expect(')');
  const [left, right] = operands;
  if (left === undefined || right === undefined || operands.length > 2) throw wrongCount(name, operands.length);
  if (name === 'list_append') return { kind: name, left, right };
  if (left.kind !== 'path')
    throw invalid(`Operator or function requires a document path; operator or function: ${name}`);
  return { kind: name, path: left.path, otherwise: right };
}
