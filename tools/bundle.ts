import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { units as manifestUnits } from '../functions/manifest.ts';
import type { UnitEntry } from '../functions/runtime/manifest.ts';
import { entryText } from './bundle/entries.ts';
import { withoutUnnamedExceptions } from './bundle/exceptions.ts';
import { filesUnder, isFresh, recordBuild, writeWhole } from './bundle/freshness.ts';
import { builtinsByCall, unitEntries } from './bundle/plugins.ts';
import { withoutUnreached } from './bundle/unreached.ts';

const root = resolve(import.meta.dirname, '..');

export type BundleOptions = {
  readonly outDir: string;
  /** @default the manifest's */
  readonly units?: readonly UnitEntry[];
  /** Where the entries' imports are resolved. @default the project */
  readonly sourceDir?: string;
};

/**
 * Bundles every unit in one esbuild call into `<outDir>/<unit>/index.mjs` and answers the directory of each unit.
 * Does nothing when neither a source, the lock file nor the units changed. `bundle.json` records what it was made
 * from, `metafile.json` is esbuild's account of what is inside.
 */
export async function bundleUnits(options: BundleOptions): Promise<Record<string, string>> {
  const { outDir, units = manifestUnits, sourceDir = root } = options;
  const texts = new Map(units.map((unit) => [unit.name, entryText(unit)]));
  const key = JSON.stringify([...texts]);
  const directories = Object.fromEntries(units.map(({ name }) => [name, resolve(outDir, name)]));
  const recordFile = join(outDir, 'bundle.json');
  const areThere = Object.values(directories).every((directory) => existsSync(join(directory, 'index.mjs')));
  if (areThere && isFresh(root, recordFile, key)) return directories;
  const inputs = await build(outDir, sourceDir, texts);
  const record = recordBuild(root, [...inputs, 'tools/bundle.ts', ...filesUnder(root, 'tools/bundle')], key);
  writeWhole(recordFile, JSON.stringify(record));
  return directories;
}

/** Runs esbuild and writes what it made; answers the files it read, relative to the project. */
async function build(outDir: string, sourceDir: string, texts: ReadonlyMap<string, string>): Promise<string[]> {
  // Loaded only when there is something to build: a start with unchanged sources never pays for it.
  const esbuild = await import('esbuild');
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [...texts.keys()].map((name) => ({ in: `unit:${name}`, out: `${name}/index` })),
    outdir: resolve(outDir),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    treeShaking: true,
    legalComments: 'none',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': join(root, 'tools/bundle/environment-credentials.ts') },
    plugins: [unitEntries(sourceDir, texts), builtinsByCall(), withoutUnreached(), withoutUnnamedExceptions(sourceDir)],
    logLevel: 'warning',
    logLimit: 10,
  });
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeWhole(path, contents);
  }
  writeWhole(join(outDir, 'metafile.json'), JSON.stringify(metafile));
  return Object.keys(metafile.inputs).filter((path) => !/^(unit|builtin):/.test(path));
}
