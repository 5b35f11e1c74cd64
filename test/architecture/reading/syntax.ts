import { parseSync } from 'vite';
import type { SourceFile } from './source-tree.ts';

/** A node of the ESTree that Vite's parser makes, types and JSX included. Offsets are UTF-16 units. */
export type SyntaxNode = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
};
/** A node where it was found: the field of the parent that holds it. */
export type Visit = { readonly node: SyntaxNode; readonly field: string; readonly parent: Visit | undefined };
export type Comment = { readonly text: string; readonly start: number; readonly end: number };
export type Syntax = {
  readonly visits: readonly Visit[];
  readonly comments: readonly Comment[];
  /** The offset of the first syntax error, if there is one. */
  readonly errorAt: number | undefined;
};

const known = new WeakMap<SourceFile, Syntax>();

/** Parses once per file. TypeScript 7 has no compiler interface; this parser knows types, so casts and `any` are seen as they are. */
export function syntaxOf(file: SourceFile): Syntax {
  const before = known.get(file);
  if (before) return before;
  const parsed = parseSync(file.path, file.text, { preserveParens: false });
  const visits: Visit[] = [];
  collect(parsed.program, 'program', undefined, visits);
  const comments = parsed.comments.map(({ value, start, end }) => ({ text: value, start, end }));
  const error = parsed.errors[0];
  const syntax = { visits, comments, errorAt: error && (error.labels[0]?.start ?? 0) };
  known.set(file, syntax);
  return syntax;
}

export const visitsOf = (file: SourceFile, ...types: readonly string[]): Visit[] =>
  syntaxOf(file).visits.filter(({ node }) => types.includes(node.type));

export function lineAt(file: SourceFile, offset: number): number {
  let line = 1;
  for (let at = file.text.indexOf('\n'); at !== -1 && at < offset; at = file.text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** Lines as an editor counts them: a last line break opens no new line. */
export const lineCount = (text: string): number => (text === '' ? 0 : text.replace(/\n$/, '').split('\n').length);

export const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value;

export const child = (node: SyntaxNode | undefined, field: string): SyntaxNode | undefined => {
  const value = node?.[field];
  return isNode(value) ? value : undefined;
};

export const children = (node: SyntaxNode | undefined, field: string): SyntaxNode[] => {
  const value = node?.[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
};

/** The name of an identifier, or the text of a string used as a key. */
export const nameOf = (node: SyntaxNode | undefined): string | undefined => {
  const name = node?.['name'] ?? (node?.type === 'Literal' ? node['value'] : undefined);
  return typeof name === 'string' ? name : undefined;
};

/** The text of a string, or of one piece of a template. */
export const textOf = (node: SyntaxNode): string | undefined => {
  const value = node.type === 'Literal' || node.type === 'TemplateElement' ? node['value'] : undefined;
  const text = typeof value === 'object' && value !== null && 'cooked' in value ? value.cooked : value;
  return typeof text === 'string' ? text : undefined;
};

export const isNamed = (node: SyntaxNode | undefined, name: string): boolean => nameOf(node) === name;

/** The innermost visits first, ending at the program. */
export function ancestorsOf(visit: Visit): Visit[] {
  const found: Visit[] = [];
  for (let at = visit.parent; at; at = at.parent) found.push(at);
  return found;
}

function collect(value: unknown, field: string, parent: Visit | undefined, into: Visit[]): void {
  if (Array.isArray(value)) {
    for (const entry of value) collect(entry, field, parent, into);
  } else if (isNode(value)) {
    const visit = { node: value, field, parent };
    into.push(visit);
    for (const [key, inner] of Object.entries(value)) if (typeof inner === 'object') collect(inner, key, visit, into);
  }
}
