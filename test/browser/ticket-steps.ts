import { expectAccessible, expectToFit, type PageWorld, type Tab } from './page-world.ts';

/** A host plans one room at a time: none stays planned behind a test. */
export async function dropPlans({ world }: PageWorld): Promise<void> {
  for (const handle of ['ines', 'tomas']) {
    const host = await world.person(handle);
    for (const { id } of (await host.get('/v1/me/rooms?status=scheduled')).body.data)
      await host.post(`/v1/rooms/${id}/cancel`);
  }
}

export async function expectGood(tab: Tab, screen: string): Promise<void> {
  await expectAccessible(tab, screen);
  await expectToFit(tab, screen);
}

export async function fillSale({ page }: Tab, price: string, quantity: string): Promise<void> {
  await page.getByLabel('Price in USD').fill(price);
  await page.getByLabel('Number of tickets').fill(quantity);
}

/** Ends where a payment was made, or not, and the page says so. */
export async function pay({ page }: Tab, card: string): Promise<void> {
  await page.getByRole('link', { name: 'Go to payment' }).last().click();
  await page.getByRole('button', { name: card }).click();
}

/** What the page says to people who hear it, from now on: answers what was said so far. */
export async function listensTo({ page }: Tab): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(`
    window.said = [];
    new MutationObserver(() => {
      // What lies around an open dialog is not read out.
      const open = document.querySelector('dialog[open]') ?? document;
      const text = open.querySelector('.only-heard[role=status]')?.textContent;
      if (text && window.said.at(-1) !== text) window.said.push(text);
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  `);
  return () => page.evaluate<readonly string[]>('window.said');
}
