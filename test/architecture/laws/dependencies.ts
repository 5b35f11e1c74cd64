import { toRecord } from '../reading/records.ts';
import type { Law, SourceFile, Violation } from '../reading/source-tree.ts';

const groups = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** An unpinned install may pick another major: every version in package.json is one version. */
export const exactVersions: Law = (tree) =>
  tree
    .filter(({ path }) => /(^|\/)package\.json$/.test(path))
    .flatMap((file) => groups.flatMap((group) => loose(file, toRecord(toRecord(JSON.parse(file.text))[group]))));

const loose = (file: SourceFile, versions: Readonly<Record<string, unknown>>): Violation[] =>
  Object.entries(versions)
    .filter(([, version]) => typeof version !== 'string' || !exact.test(version))
    .map(([name, version]) => ({
      path: file.path,
      line: file.text.split('\n').findIndex((line) => line.includes(`"${name}"`)) + 1,
      rule: `versions are exact; ${name} asks for ${version}`,
    }));

const permissive =
  /^(MIT|MIT-0|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|MPL-2\.0|BlueOak-1\.0\.0|Unlicense|CC0-1\.0|Python-2\.0)$/;

/** Packages outside the list, each with the reason why it may stay. */
const exceptions: Readonly<Record<string, string>> = {
  'node_modules/pako':
    'MIT AND Zlib: the Chime client needs it, and zlib asks for no more than MIT does (docs/decisions/0005)',
};

/** Every package of the lock file, installed or for another platform, is under a licence that asks nothing of the operator. */
export const permissiveLicences: Law = (tree) =>
  tree
    .filter(({ path }) => path === 'package-lock.json')
    .flatMap((file) =>
      Object.entries(toRecord(toRecord(JSON.parse(file.text))['packages']))
        .map(([path, entry]) => ({ path, licence: toRecord(entry)['license'] }))
        .filter(({ path, licence }) => path !== '' && !(path in exceptions) && !isPermissive(licence))
        .map(({ path, licence }) => ({
          path: file.path,
          line: file.text.split('\n').findIndex((line) => line.includes(`"${path}"`)) + 1,
          rule: `licences are permissive; ${path} has ${licence ?? 'none'}`,
        })),
    );

/** Of `A OR B` one is enough, of `A AND B` all are needed. */
const isPermissive = (licence: unknown): boolean =>
  typeof licence === 'string' &&
  licence
    .replace(/[()]/g, '')
    .split(/ OR /)
    .some((choice) => choice.split(/ AND /).every((name) => permissive.test(name.trim())));
