import type { Law, SourceFile, Violation } from '../reading/source-tree.ts';

const join = (...parts: string[]) => parts.join('');
/** Written in pieces, or this file would break its own law. */
const registries = [
  join('registry.', 'npmjs'),
  join('registry.', 'yarnpkg'),
  join('npm.pkg.', 'github'),
  join('npm', 'mirror.com'),
  join('py', 'pi.org'),
  join('files.python', 'hosted'),
  join('static.', 'crates.io'),
  join('proxy.', 'golang.org'),
  join('code', 'artifact.'),
  join('jfrog', '.io'),
];
const before = String.raw`(?<![\w.}@-])`;
const machinePaths = [
  new RegExp(`${before}/${join('ho', 'me')}/[a-z][\\w-]*/`),
  new RegExp(`${before}/${join('Us', 'ers')}/[A-Za-z]`),
  new RegExp(`${before}/${join('ro', 'ot')}/`),
  new RegExp(`${before}/${join('wo', 'rk')}/[a-z]`),
  new RegExp(`\\b[A-Z]:\\\\${join('Us', 'ers')}\\\\`),
  new RegExp(`\\b${join('file', '://')}/\\w`),
];

/** Nothing in the repository knows which machine it was written on or where its packages came from. */
export const portableFiles =
  (ownHosts: readonly string[] = []): Law =>
  (tree) =>
    tree.flatMap((file) => [
      ...lines(
        file,
        (line) => [...registries, ...ownHosts].some((host) => line.includes(host)),
        'no host of a package registry',
      ),
      ...lines(file, (line) => machinePaths.some((path) => path.test(line)), 'no absolute path of a machine'),
      ...(file.path.endsWith('package-lock.json') ? lines(file, (line) => /"resolved":/.test(line), resolvedRule) : []),
    ]);

const resolvedRule = 'the lock file says nothing about where a package was fetched';

const lines = (file: SourceFile, isBad: (line: string) => boolean, rule: string): Violation[] =>
  file.text.split('\n').flatMap((line, index) => (isBad(line) ? [{ path: file.path, line: index + 1, rule }] : []));
