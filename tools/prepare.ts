import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildPage } from './bundle/page.ts';
import { bundleUnits } from './bundle.ts';

const root = resolve(import.meta.dirname, '..');
const neededMajor = 24;

/** Builds what a start needs and a checkout has not: the functions' bundles and the page. Unchanged parts are skipped. */
async function prepare(): Promise<void> {
  await Promise.all([bundleUnits({ outDir: join(root, 'dist/units') }), buildPage(root)]);
}

/** Runs this command again with the Node that came with the packages, or says what is missing. */
function runOnNeededNode(): void {
  const own = join(root, 'node_modules/.bin/node');
  const isSecondTry = process.execPath.includes('node_modules');
  if (!existsSync(own) || isSecondTry) {
    console.error(`Rostrum needs Node ${neededMajor}; this is ${process.version}, and no own copy was installed.`);
    process.exitCode = 1;
    return;
  }
  process.exitCode = spawnSync(own, process.argv.slice(1), { stdio: 'inherit' }).status ?? 1;
}

if (Number.parseInt(process.versions.node, 10) < neededMajor) runOnNeededNode();
else await prepare();
