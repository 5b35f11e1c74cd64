import type { SourceFile, SourceTree } from './source-tree.ts';

const codeFile = /\.(ts|tsx|mts|js|mjs)$/;
const deployed = ['functions', 'domain', 'adapters', 'lib'];
const product = [...deployed, 'local'];
const written = [...product, 'bin', 'tools', 'web'];

/** The top-level folder; empty for files in the root. */
export const roomOf = (path: string): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');

export const isCode = (path: string): boolean => codeFile.test(path) && !path.endsWith('.d.ts');

/** Recorded answers and the like, which were not written by hand. */
export const isFixture = (path: string): boolean => path.startsWith('test/fixtures/');

const inRooms = (tree: SourceTree, rooms: readonly string[]): SourceFile[] =>
  tree.filter(({ path }) => isCode(path) && rooms.includes(roomOf(path)));

/** What runs in the operator's account, and the stacks that put it there. */
export const deployedCode = (tree: SourceTree): SourceFile[] => inRooms(tree, deployed);
/** Deployed code and the embedded cloud. */
export const productCode = (tree: SourceTree): SourceFile[] => inRooms(tree, product);
/** Everything under a room of the house, tests left out. */
export const writtenCode = (tree: SourceTree): SourceFile[] => inRooms(tree, written);
/** Every line of code in the repository, tests and config files included. */
export const allCode = (tree: SourceTree): SourceFile[] =>
  tree.filter(({ path }) => isCode(path) && !isFixture(path) && !path.startsWith('docs/'));
