import { resolve } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import type { AudioPage } from './fixtures/calls.ts';

/** The audio page in a tab of its own: each call runs there. */
export type AudioTab = {
  readonly [Name in keyof AudioPage]: (
    ...given: Parameters<AudioPage[Name]>
  ) => Promise<Awaited<ReturnType<AudioPage[Name]>>>;
};

export type AudioTabs = {
  /** A browser of somebody else with nothing but the audio page, served from `origin`. */
  open(origin: string): Promise<AudioTab>;
  closeAll(): Promise<void>;
  /** Ends the browser. */
  close(): Promise<void>;
};

export async function openAudioTabs(): Promise<AudioTabs> {
  const [browser, script] = await Promise.all([openBrowser(), bundlePage()]);
  const closeAll = async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  };
  return { open: (origin) => openTab(browser, script, origin), closeAll, close: () => browser.close() };
}

async function openTab(browser: Browser, script: string, origin: string): Promise<AudioTab> {
  // The script is ours to add, whatever policy the page we borrow has.
  const page = await browser.newPage({ bypassCSP: true });
  page.on('pageerror', (error) => console.warn('audio page:', error.message));
  // A page that came from nowhere would not be let near this machine's ports (local network access): a real answer is.
  await page.goto(`${origin}/local/endpoints`);
  await page.setContent('<!doctype html><html lang="en"><title>Audio</title><audio></audio></html>');
  await page.addScriptTag({ content: script });
  return asTab(page);
}

function asTab(page: Page): AudioTab {
  const call =
    (_: object, name: string | symbol) =>
    (...given: readonly unknown[]) =>
      page.evaluate(`audioPage.page.${String(name)}(${given.map((each) => JSON.stringify(each)).join(', ')})`);
  // A promise of a tab is asked for `then` as well.
  return new Proxy({}, { get: (tab, name) => (name === 'then' ? undefined : call(tab, name)) }) as AudioTab;
}

/** The page with the unmodified Chime client, whose chat client would need what browsers lack. */
async function bundlePage(): Promise<string> {
  const fixtures = resolve(import.meta.dirname, 'fixtures');
  const { outputFiles } = await build({
    entryPoints: [resolve(fixtures, 'audio-page.ts')],
    alias: { '@aws-sdk/client-chime-sdk-messaging': resolve(fixtures, 'no-messaging.ts') },
    define: { global: 'window' },
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    globalName: 'audioPage',
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
