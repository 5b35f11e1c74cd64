import type { Person } from './gateway.ts';
import { askForTicket, pause, type Scene } from './scene.ts';
import { habits } from './wish.ts';

/** A machine with an account: several tabs, each asking again at once whatever it is told, and no payment. */
export async function besiege(scene: Scene, person: Person): Promise<void> {
  const held = await Promise.all(Array.from({ length: habits.tabsOfBot }, () => tab(scene, person)));
  if (held.includes(true)) scene.tally.add('places held by bots');
}

async function tab(scene: Scene, person: Person): Promise<boolean> {
  let hasPlace = false;
  for (let tries = 0; tries < habits.triesOfTab; tries += 1) {
    const { status, code } = await askForTicket(scene, person);
    hasPlace ||= status === 201;
    if (![201, 429, 503].includes(status) && code !== 'sold_out')
      scene.tally.complain(`a bot was answered ${status} ${code}`);
    await pause(scene, 1 + scene.chance() * habits.botPauseMilliseconds);
  }
  return hasPlace;
}
