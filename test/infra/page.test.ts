import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildPage } from '../../tools/bundle/page.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rostrum-page-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const writePage = (greeting: string): void => {
  mkdirSync(join(root, 'web'), { recursive: true });
  writeFileSync(join(root, 'web/index.html'), '<!doctype html><script type="module" src="/main.ts"></script>');
  writeFileSync(join(root, 'web/main.ts'), `document.title = '${greeting}' as string;`);
};
const builtAt = (): number => statSync(join(root, 'dist/web/index.html')).mtimeMs;
const script = (): string => {
  const folder = join(root, 'dist/web/assets');
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
};

describe('the page', () => {
  test('a checkout without one is prepared all the same', async () => {
    await buildPage(root);
    expect(existsSync(join(root, 'dist'))).toBe(false);
  });

  test('is built once, and again only when one of its files changed, came or went', async () => {
    writePage('first');
    await buildPage(root);
    expect(script()).toContain('first');
    const before = builtAt();
    await buildPage(root);
    expect(builtAt()).toBe(before);
    writePage('second');
    await buildPage(root);
    expect(script()).toContain('second');
    mkdirSync(join(root, 'web/public'));
    writeFileSync(join(root, 'web/public/robots.txt'), 'User-agent: *');
    await buildPage(root);
    expect(existsSync(join(root, 'dist/web/robots.txt'))).toBe(true);
  });
});
