import { expect } from 'vitest';
import { choose, goLive, listenTo } from './page-steps.ts';
import type { Microphone, PageWorld, Tab } from './page-world.ts';

const patience = { timeout: 10_000 };

/** A host and somebody in the audience, in two browsers. */
export async function openRoom(
  rooms: PageWorld,
  title: string,
  listenerName: string,
  microphone: Microphone = 'beeps',
) {
  const [host, listener] = await Promise.all([rooms.come({ microphone }), rooms.come({ microphone })]);
  await Promise.all([choose(host, 'Tomás Vega'), choose(listener, listenerName)]);
  await goLive(host, title);
  await listenTo(listener, title);
  return { host, listener };
}
export type OpenRoom = Awaited<ReturnType<typeof openRoom>>;

/** Opens what one can do about somebody who is shown. */
export const openMenu = ({ page }: Tab, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).first().click();

/** Presses a button of the question or menu that is open. */
export const answer = ({ page }: Tab, button: string): Promise<void> =>
  page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();

export async function gone({ page }: Tab, words: string): Promise<void> {
  await expect.poll(() => page.getByText(words).count(), patience).toBe(0);
}

export async function write({ page }: Tab, text: string): Promise<void> {
  await page.getByLabel('Your message').fill(text);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByLabel('Your message').inputValue(), patience).toBe('');
}
