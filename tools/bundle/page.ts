import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder, isFresh, recordBuild, writeWhole } from './freshness.ts';

/** Builds the reference client into dist/web, unless it is there and no file of it changed; nothing without web/. */
export async function buildPage(root: string): Promise<void> {
  const source = join(root, 'web');
  if (!existsSync(join(source, 'index.html'))) return;
  const recordFile = join(root, 'dist/web.json');
  const inputs = filesUnder(root, 'web');
  // A file that is new, or gone, changes the page as much as an edited one: the list is part of the key.
  const key = JSON.stringify(inputs);
  if (existsSync(join(root, 'dist/web/index.html')) && isFresh(root, recordFile, key)) return;
  await asInProduction(async () => {
    const { build } = await import('vite');
    const configFile = join(source, 'vite.config.ts');
    await build({
      root: source,
      configFile: existsSync(configFile) ? configFile : false,
      logLevel: 'warn',
      build: { outDir: join(root, 'dist/web'), emptyOutDir: true },
    });
  });
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeWhole(recordFile, JSON.stringify(recordBuild(root, inputs, key)));
}

/** Vite believes NODE_ENV: a test run, which sets it, would leave a page with React's development build behind. */
async function asInProduction(build: () => Promise<void>): Promise<void> {
  const { NODE_ENV } = process.env;
  process.env['NODE_ENV'] = 'production';
  try {
    await build();
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = NODE_ENV;
  }
}
