import { type Act, command, create, type Scene, start, sweep } from './acts.ts';
import { type Choice, middle, planned, type Theme, themes, themeWeights } from './choices.ts';
import type { Dice } from './dice.ts';

/** Seconds between two moments. */
const pauses: readonly (readonly [number, number])[] = [
  [6, 0.2],
  [8, 1.5],
  [6, 6],
  [3, 25],
  [3, 66],
  [1.5, 330],
  [0.7, 640],
];

/** One moment: some acts at about the same time, in any order. */
function moment(scene: Scene, acts: readonly Act[]): void {
  const { world, dice } = scene;
  for (const act of acts) {
    world.timeline.after(dice.chance() * 120, 'an act', () => {
      act(scene).catch((error: unknown) => world.broken.push(`an act: ${String(error)}`));
    });
  }
}

const several = (dice: Dice, choices: readonly Choice[]): readonly Act[] =>
  Array.from(
    {
      length: dice.weigh([
        [6, 1],
        [3, 2],
        [1, 3],
      ]),
    },
    () => dice.weigh(choices),
  );

/** A short story of one or two rooms: a beginning, some moments, perhaps an end; then everything comes to rest. */
export async function tell(scene: Scene, wantedTheme?: Theme): Promise<void> {
  const { world, dice } = scene;
  const { timeline } = world;
  const pause = (seconds: number): Promise<void> => timeline.runUntil(timeline.now() + seconds * 1000);
  const theme = wantedTheme ?? (dice.isTrue(0.85) ? dice.weigh(themeWeights) : undefined);
  const second = theme && !wantedTheme && dice.isTrue(0.6) ? dice.weigh(themeWeights) : undefined;
  const isPlanned = theme === 'start' || dice.isTrue(0.2);
  moment(scene, [create('ada', isPlanned ? 'planned' : 'live')]);
  await pause(theme === 'early' ? 0.3 : dice.pick([0.3, 3, 3]));
  if (isPlanned && theme !== 'start') {
    moment(scene, several(dice, planned));
    await pause(dice.weigh(pauses));
    moment(scene, [start]);
    await pause(dice.pick([0.3, 3, 3]));
  }
  for (const [act, seconds] of [theme, second].flatMap((name) => (name ? themes[name] : []))) {
    moment(scene, [act]);
    await pause(seconds);
  }
  const moments = second ? 0 : theme ? 1 : 2 + Math.floor(dice.chance() * 2);
  for (let at = 0; at < moments; at += 1) {
    moment(scene, several(dice, middle));
    await pause(dice.weigh(pauses));
  }
  if (dice.isTrue(0.5)) moment(scene, [command('endRoom'), ...several(dice, middle)]);
  await pause(5);
  await rest(scene);
}

/**
 * Things may go wrong until graces have ended and a sweep has passed; then nothing does any more, long enough for meetings
 * without sound and for what queues hold back; then the sweep, and quiet.
 */
async function rest(scene: Scene): Promise<void> {
  const { timeline, fates } = scene.world;
  const pass = (minutes: number): Promise<void> => timeline.runUntil(timeline.now() + minutes * minuteMilliseconds);
  await pass(12);
  moment(scene, [sweep]);
  await pass(1);
  fates.calm();
  await pass(16);
  moment(scene, [sweep]);
  await pass(3);
  for (let before = -1; timeline.steps() !== before; ) {
    before = timeline.steps();
    await pass(1);
  }
}
const minuteMilliseconds = 60_000;
