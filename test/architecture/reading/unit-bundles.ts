import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { UnitBundle } from '../laws/bundle-sizes.ts';
import { packageOf } from './imports.ts';
import { toList, toRecord, toText } from './records.ts';
import { deployedCode } from './rooms.ts';
import { realTree, root } from './source-tree.ts';

const folder = 'dist/units';
const builder = `${root}tools/prepare.ts`;

/** Nothing can be measured before there is something that builds. */
export const canBuild = (): boolean => existsSync(builder) && existsSync(`${root}functions/manifest.ts`);

/** Every unit as esbuild's account of the build describes it; builds first when there is no build or sources are newer. */
export async function unitBundles(): Promise<UnitBundle[]> {
  if (isStale()) execFileSync(process.execPath, [builder], { cwd: root, stdio: 'pipe' });
  const outputs = toRecord(toRecord(JSON.parse(readFileSync(`${root}${folder}/metafile.json`, 'utf8')))['outputs']);
  const touches = await touchesByUnit();
  return Object.entries(outputs)
    .filter(([path]) => path.endsWith('/index.mjs'))
    .map(([path, output]) => {
      const content = readFileSync(root + path);
      const inputs = Object.keys(toRecord(toRecord(output)['inputs']));
      const packages = [...new Set(inputs.flatMap(packageIn))];
      const unit = path.split('/').at(-2) ?? '';
      const gzipBytes = gzipSync(content, { level: 9 }).length;
      return { path, bytes: content.length, gzipBytes, packages, touches: touches.get(unit) ?? [] };
    });
}

function isStale(): boolean {
  if (!existsSync(`${root}${folder}/metafile.json`)) return true;
  const builtAt = statSync(`${root}${folder}/metafile.json`).mtimeMs;
  return deployedCode(realTree()).some(({ path }) => !path.startsWith('lib/') && changedAt(path) > builtAt);
}

const changedAt = (path: string): number => statSync(root + path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** The innermost package a bundled file comes from. */
const packageIn = (input: string): string[] => {
  const inside = input.split('node_modules/').slice(1).at(-1);
  return inside === undefined ? [] : [packageOf(`npm:${inside}`) ?? inside];
};

/** The manifest is asked by running it: touches may be shared between entries and files. */
async function touchesByUnit(): Promise<Map<string, string[]>> {
  const manifest: unknown = await import(`${root}functions/manifest.ts`);
  const units = toRecord(manifest)['units'];
  return new Map(toList(units).map((unit) => [toText(toRecord(unit)['name']) ?? '', touchWords(unit)]));
}

const touchWords = (unit: unknown): string[] =>
  toList(toRecord(unit)['operations']).flatMap((operation) =>
    toList(toRecord(operation)['touches']).flatMap((touch) => Object.keys(toRecord(touch))),
  );
