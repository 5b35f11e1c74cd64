import { Attributes, type Item, type Value } from '../values/value.ts';
import { lookUp, type Path, parsePath, type WrittenPath } from './paths.ts';
import type { TokenCursor } from './tokens.ts';

export function parseProjection(cursor: TokenCursor): readonly WrittenPath[] {
  const paths = [parsePath(cursor)];
  while (cursor.skip(',')) paths.push(parsePath(cursor));
  if (cursor.next.kind !== 'end') throw cursor.unexpected();
  return paths;
}

/** The item reduced to the paths; chosen list elements close ranks in their old order. Paths must not overlap. */
export function project(item: Item, paths: readonly Path[]): Item {
  const projected = new Attributes();
  const nested = new Map<string, Path[]>();
  for (const path of paths) {
    const [head] = path;
    if (typeof head !== 'string' || lookUp(item, path) === undefined) continue;
    if (path.length === 1) copyInto(projected, head, item[head]);
    else groupOf(nested, head).push(path.slice(1));
  }
  for (const [head, rest] of nested) {
    const value = item[head];
    if (value !== undefined) copyInto(projected, head, projectValue(value, rest));
  }
  return projected;
}

function projectValue(value: Value, paths: readonly Path[]): Value {
  if (paths.some((path) => path.length === 0)) return value;
  if ('M' in value) return { M: project(value.M, paths) };
  if (!('L' in value)) return value;
  const kept = value.L.flatMap((element, at) => {
    const rest = paths.filter(([step]) => step === at).map((path) => path.slice(1));
    return rest.length === 0 ? [] : [projectValue(element, rest)];
  });
  return { L: kept };
}

function copyInto(target: Attributes, name: string, value: Value | undefined): void {
  if (value !== undefined) target[name] = value;
}

function groupOf<Key, Member>(groups: Map<Key, Member[]>, key: Key): Member[] {
  const group = groups.get(key) ?? [];
  groups.set(key, group);
  return group;
}
