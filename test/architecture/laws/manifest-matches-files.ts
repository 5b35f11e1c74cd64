import { importsOf } from '../reading/imports.ts';
import { entriesOf, manifestsOf, operationPath } from '../reading/manifest-entries.ts';
import type { Law, SourceTree, Violation } from '../reading/source-tree.ts';
import { visitsOf } from '../reading/syntax.ts';

/** One entry per operation file, no spare file in a feature's folder, and every manifest joined into the one the stacks read. */
export const manifestMatchesFiles: Law = (tree) => [
  ...unreadable(tree),
  ...entriesWithoutFile(tree),
  ...repeated(tree),
  ...spareFiles(tree),
  ...unjoined(tree),
];

const unreadable = (tree: SourceTree): Violation[] => [
  ...manifestsOf(tree)
    .filter(({ path }) => !entriesOf(tree).some(({ manifest }) => manifest === path))
    .map(({ path }) => ({ path, line: 0, rule: 'a manifest lists its operations as data, and has some' })),
  ...entriesOf(tree)
    .filter(({ name, file }) => name === undefined || file === undefined)
    .map(({ manifest, line }) => ({ path: manifest, line, rule: 'an entry has its name and file as plain text' })),
];

function entriesWithoutFile(tree: SourceTree): Violation[] {
  const paths = new Set(tree.map(({ path }) => path));
  return entriesOf(tree)
    .filter((entry) => entry.file !== undefined && !paths.has(operationPath(entry)))
    .map((entry) => ({ path: entry.manifest, line: entry.line, rule: `there is no file ${operationPath(entry)}` }));
}

function repeated(tree: SourceTree): Violation[] {
  const entries = entriesOf(tree).filter(({ file }) => file !== undefined);
  return entries
    .filter((entry, index) =>
      entries
        .slice(0, index)
        .some((other) => other.name === entry.name || operationPath(other) === operationPath(entry)),
    )
    .map(({ manifest, line, name }) => ({
      path: manifest,
      line,
      rule: `one entry per operation; ${name} is a second one`,
    }));
}

function spareFiles(tree: SourceTree): Violation[] {
  const listed = new Set(entriesOf(tree).map(operationPath));
  return tree
    .filter(
      ({ path }) =>
        /^functions\/(?!(?:runtime|steps)\/)[^/]+\//.test(path) && !/^functions\/[^/]+\/manifest\.ts$/.test(path),
    )
    .filter(({ path }) => !listed.has(path))
    .map(({ path }) => ({
      path,
      line: 0,
      rule: "a feature's folder holds its operations and its manifest, nothing spare",
    }));
}

function unjoined(tree: SourceTree): Violation[] {
  const joined = tree.filter(({ path }) => path === 'functions/manifest.ts');
  const targets = new Set(joined.flatMap(importsOf).map(({ target }) => target));
  return manifestsOf(tree)
    .filter(({ path }) => joined.length > 0 && !targets.has(path))
    .concat(joined.filter((file) => visitsOf(file, 'ImportDeclaration').length === 0))
    .map(({ path }) => ({ path, line: 0, rule: 'functions/manifest.ts joins every manifest' }));
}
