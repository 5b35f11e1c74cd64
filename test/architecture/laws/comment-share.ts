import { productCode, roomOf } from '../reading/rooms.ts';
import type { Law, SourceFile, SourceTree } from '../reading/source-tree.ts';
import { lineAt, lineCount, syntaxOf } from '../reading/syntax.ts';

const least = 3;
const most = 8;

/** Comments say why, quote limits and state invariants: 3 to 8 of 100 lines over functions, domain, adapters, lib and local. */
export const commentShare: Law = (tree) => {
  const files = productCode(tree);
  const percent = commentPercent(files);
  if (files.length === 0 || (percent >= least && percent <= most)) return [];
  const rooms = Object.entries(commentPercentByRoom(tree)).map(([room, share]) => `${room} ${share.toFixed(1)}`);
  const rule = `comments are ${least} to ${most} % of lines, found ${percent.toFixed(1)} (${rooms.join(', ')})`;
  return [{ path: '.', line: 0, rule }];
};

/** Percent of lines of each room that hold a comment or a part of one. */
export const commentPercentByRoom = (tree: SourceTree): Readonly<Record<string, number>> => {
  const rooms = new Set(productCode(tree).map(({ path }) => roomOf(path)));
  const filesOf = (room: string) => productCode(tree).filter(({ path }) => roomOf(path) === room);
  return Object.fromEntries([...rooms].sort().map((room) => [room, commentPercent(filesOf(room))]));
};

const commentPercent = (files: readonly SourceFile[]): number => {
  const lines = files.reduce((sum, { text }) => sum + lineCount(text), 0);
  const comments = files.reduce((sum, file) => sum + commentLines(file), 0);
  return lines === 0 ? 0 : (100 * comments) / lines;
};

const commentLines = (file: SourceFile): number => {
  const lines = new Set<number>();
  for (const { start, end } of syntaxOf(file).comments)
    for (let line = lineAt(file, start); line <= lineAt(file, end); line += 1) lines.add(line);
  return lines.size;
};
