import type { Tab } from './page-world.ts';

/** What people do on the page, found by what they read or hear. */
export async function choose({ page }: Tab, name: string): Promise<void> {
  await page.getByRole('button', { name }).click();
  await page.getByRole('heading', { name: 'Start a room' }).waitFor();
}

/** Ends on the room's screen, with the microphone ready and muted. */
export async function goLive({ page }: Tab, title: string): Promise<void> {
  await page.getByLabel('Title of the room').fill(title);
  await page.getByRole('button', { name: 'Go live' }).click();
  await page.getByRole('button', { name: 'Unmute' }).waitFor();
}

/** From the list of live rooms. */
export async function listenTo({ page }: Tab, title: string): Promise<void> {
  await page.getByRole('link', { name: title }).click();
  await page.getByText('You are listening').waitFor();
}

/** Of the room that a tab shows. */
export const roomIdOf = ({ page }: Tab): string => page.url().split('/rooms/').at(-1) ?? '';

export const press = ({ page }: Tab, button: string): Promise<void> =>
  page.getByRole('button', { name: button }).click();

export const sees = ({ page }: Tab, words: string | RegExp): Promise<void> => page.getByText(words).first().waitFor();

/** Words that stand for the blink of an eye: looked for in every frame the browser paints. */
export async function glimpses({ page }: Tab, words: string): Promise<void> {
  await page.waitForFunction(`document.body.innerText.includes(${JSON.stringify(words)})`);
}

/** The end of a room, as its host brings it about. */
export async function endRoom(host: Tab): Promise<void> {
  await press(host, 'End room');
  await press(host, 'End for everybody');
}
