import { resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { buildPage } from '../../tools/bundle/page.ts';
import { openWorld } from '../world.ts';
import { openBrowser } from './browser.ts';

/** What getUserMedia gives in a tab: the browser's own beeps, a steady whistle of 440 Hz, or nothing. */
export type Microphone = 'beeps' | 'whistle' | 'none';

export type Coming = {
  readonly microphone?: Microphone;
  /** Where to, from `/` on. */
  readonly path?: string;
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** As where nothing of the local cloud's control plane exists. */
  readonly isDeployed?: boolean;
};

/** Somebody's browser, and everything it complained of: errors in the console, failed requests. */
export type Tab = { readonly page: Page; readonly complaints: string[] };

const microphones: Readonly<Record<Microphone, string>> = {
  beeps: '',
  none: `navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('none', 'NotFoundError'); };`,
  whistle: `navigator.mediaDevices.getUserMedia = async () => {
    const context = new AudioContext();
    const [whistle, softer, out] = [context.createOscillator(), context.createGain(), context.createMediaStreamDestination()];
    softer.gain.value = 0.3;
    whistle.connect(softer).connect(out);
    whistle.start();
    return out.stream;
  };`,
};

/** The built page in front of an embedded cloud with its demo people. */
export async function openPageWorld() {
  await buildPage(resolve(import.meta.dirname, '../..'));
  const [world, browser] = await Promise.all([openWorld({ hasDemo: true }), openBrowser()]);
  const hosts = await Promise.all(['ines', 'tomas'].map((handle) => world.person(handle)));
  return {
    world,
    /** A browser of somebody else, on its first page. */
    async come(coming: Coming = {}): Promise<Tab> {
      const { microphone = 'beeps', path = '/', width = 1100, colorScheme = 'light', isDeployed = false } = coming;
      const context = await browser.newContext({ viewport: { width, height: 720 }, colorScheme });
      const page = await context.newPage();
      const tab = { page, complaints: gatherComplaints(page) };
      await page.addInitScript(microphones[microphone]);
      if (isDeployed) await page.route('**/local/**', (route) => route.fulfill({ status: 404, json: {} }));
      await page.goto(world.url + path);
      return tab;
    },
    /** Cuts the line of everybody who is connected to a room's sound. Answers how many that were. */
    async cutLines(roomId: string): Promise<number> {
      const { meetings } = toSnapshot((await world.nobody.get('/local/audio')).body);
      const seats = meetings
        .filter(({ externalMeetingId }) => externalMeetingId === roomId)
        .flatMap(({ seats }) => seats);
      const connected = seats.filter(({ isConnected }) => isConnected);
      for (const { attendeeId } of connected) await world.nobody.post('/local/audio/drop', { attendeeId });
      return connected.length;
    },
    /** Everybody closes the browser, and no room stays open behind a test. */
    async clear() {
      await Promise.all(browser.contexts().map((context) => context.close()));
      for (const { id, hostId } of (await world.nobody.get('/v1/rooms?state=live')).body.data) {
        await hosts.find(({ userId }) => userId === hostId)?.post(`/v1/rooms/${id}/end`);
      }
    },
    async close() {
      await browser.close();
      await world.close();
    },
  };
}
export type PageWorld = Awaited<ReturnType<typeof openPageWorld>>;

type Snapshot = {
  readonly meetings: readonly {
    readonly externalMeetingId: string;
    readonly seats: readonly { readonly attendeeId: string; readonly isConnected: boolean }[];
  }[];
};
const toSnapshot = (body: unknown) => body as Snapshot;

function gatherComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  page.on(
    'response',
    (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`),
  );
  return complaints;
}

const audited = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails with what axe finds wrong in the page as it stands, down to moderate, in words. */
export async function expectAccessible({ page }: Tab, screen: string): Promise<void> {
  // A page that is still loading has no heading yet, and nothing to look at.
  await page.locator('h1').first().waitFor();
  const { violations } = await new AxeBuilder({ page }).withTags(audited).analyze();
  const found = violations
    .filter(({ impact }) => impact !== 'minor')
    .map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  expect(found, screen).toEqual([]);
}

/** Nothing of the page is cut off or needs scrolling sideways. */
export async function expectToFit({ page }: Tab, screen: string): Promise<void> {
  const tooWide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  expect(tooWide, screen).toBeLessThanOrEqual(0);
}
