import { invalid } from '../refusals.ts';
import type { Item, Value } from '../values/value.ts';
import { RESERVED_WORDS } from './reserved-words.ts';
import type { TokenCursor } from './tokens.ts';

/** A document path as written: attribute names, `#placeholders` and list positions. */
export type WrittenPath = readonly (string | number)[];
/** A document path with its placeholders resolved. */
export type Path = readonly (string | number)[];

const KEYWORDS = new Set(['AND', 'OR', 'NOT', 'BETWEEN', 'IN', 'SET', 'REMOVE', 'ADD', 'DELETE']);

export function parsePath(cursor: TokenCursor): WrittenPath {
  const path: (string | number)[] = [parseSegment(cursor)];
  while (cursor.isSymbol('.') || cursor.isSymbol('[')) {
    if (cursor.take().text === '.') {
      path.push(parseSegment(cursor));
      continue;
    }
    const position = cursor.take();
    if (position.kind !== 'number') throw cursor.unexpected(position);
    path.push(Number(position.text));
    cursor.expect(']');
  }
  return path;
}

function parseSegment(cursor: TokenCursor): string {
  const token = cursor.take();
  if (token.kind === 'name') return token.text;
  const upper = token.text.toUpperCase();
  if (token.kind !== 'word' || KEYWORDS.has(upper)) throw cursor.unexpected(token);
  if (RESERVED_WORDS.has(upper)) throw invalid(`Attribute name is a reserved keyword; reserved keyword: ${token.text}`);
  return token.text;
}

/** The value at a path, if the item has one there. */
export function lookUp(item: Item, path: Path): Value | undefined {
  let value: Value | undefined = { M: item };
  for (const step of path) {
    value = stepInto(value, step);
    if (value === undefined) return undefined;
  }
  return value;
}

function stepInto(value: Value, step: string | number): Value | undefined {
  if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined;
  return 'M' in value ? value.M[step] : undefined;
}

export function showPath(path: Path): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}

/** Refuses paths of which one lies within another, or of which one uses as a list what another uses as a map. */
export function refuseOverlaps(paths: readonly Path[]): void {
  if (paths.length < 2) return;
  const seen = new Map<string | number, Path[]>();
  for (const path of paths) {
    const rivals = seen.get(path[0] ?? '') ?? [];
    for (const rival of rivals) refuseOverlap(rival, path);
    rivals.push(path);
    seen.set(path[0] ?? '', rivals);
  }
}

function refuseOverlap(one: Path, two: Path): void {
  for (let at = 0; at < Math.min(one.length, two.length); at++) {
    const isConflict = typeof one[at] !== typeof two[at];
    if (isConflict) throw invalid(`Two document paths conflict with each other; ${remedy(one, two)}`);
    if (one[at] !== two[at]) return;
  }
  throw invalid(`Two document paths overlap with each other; ${remedy(one, two)}`);
}

function remedy(one: Path, two: Path): string {
  return `must remove or rewrite one of these paths; path one: ${showPath(one)}, path two: ${showPath(two)}`;
}
