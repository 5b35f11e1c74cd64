import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A file as the laws see it; `path` is relative to the repository's root, with forward slashes. */
export type SourceFile = { readonly path: string; readonly text: string };
export type SourceTree = readonly SourceFile[];
/** One broken rule at one place; lines count from 1, and 0 means the file or folder as a whole. */
export type Violation = { readonly path: string; readonly line: number; readonly rule: string };
/** A law is a pure function, so that it can be shown a planted tree as well as the real one. */
export type Law = (tree: SourceTree) => readonly Violation[];

export const root = fileURLToPath(new URL('../../../', import.meta.url));

const binary = /\.(png|jpe?g|gif|webp|ico|woff2?|opus|ogg|wav|pcm|zip|gz)$/;

/** The repository as it stands on disk: tracked files and new ones that nobody ignores. */
export const realTree = (): SourceTree =>
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '' && !binary.test(path))
    .flatMap(readFile);

/** A tree made up for a test: paths and their text. */
export const plant = (files: Readonly<Record<string, string>>): SourceTree =>
  Object.entries(files).map(([path, text]) => ({ path, text }));

export const show = (violation: Violation): string => `${violation.path}:${violation.line} ${violation.rule}`;

/** Listed files that are gone by now are skipped: somebody may be moving them while we look. */
function readFile(path: string): SourceFile[] {
  try {
    return [{ path, text: readFileSync(root + path, 'utf8') }];
  } catch {
    return [];
  }
}
