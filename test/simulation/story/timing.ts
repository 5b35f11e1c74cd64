import type { Act } from './acts.ts';

/** Both at about the same time. */
export const together =
  (...acts: readonly Act[]): Act =>
  async (scene) => {
    await Promise.all(acts.map((act) => act(scene)));
  };

/** So many seconds later, give or take one. */
export const later =
  (seconds: number, act: Act): Act =>
  async (scene) => {
    const { world, dice } = scene;
    const milliseconds = seconds * 1_000 + dice.chance() * 1_200;
    await new Promise<void>((resolve) => world.timeline.after(milliseconds, 'an act', () => resolve()));
    await act(scene);
  };

/** One after the other is done. */
export const inTurn =
  (...acts: readonly Act[]): Act =>
  async (scene) => {
    for (const act of acts) await act(scene);
  };

/** Within a fraction of a second, as long as a call takes. */
export const soon =
  (act: Act): Act =>
  async (scene) => {
    const { world, dice } = scene;
    await new Promise<void>((resolve) => world.timeline.after(dice.chance() * 400, 'an act', () => resolve()));
    await act(scene);
  };
