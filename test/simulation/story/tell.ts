import {
  type Act,
  ban,
  block,
  command,
  create,
  drop,
  join,
  leave,
  patch,
  promote,
  type Scene,
  silence,
  start,
  sweep,
} from './acts.ts';
import type { Dice } from './dice.ts';

type Choice = readonly [number, Act];

/** What may happen in a room, by how often it does. */
const middle: readonly Choice[] = [
  [14, join('eve', 'finn', 'gus')],
  [8, join('eve')],
  [8, join('finn', 'bob')],
  [4, join('kim', 'gus')],
  [5, join('ada')],
  [4, join('cleo', 'dan')],
  [6, leave('eve')],
  [4, leave('finn')],
  [4, leave('ada')],
  [3, leave('cleo')],
  [6, drop('ada')],
  [4, drop('eve')],
  [3, drop('cleo')],
  [4, promote('cleo', 'cohost')],
  [3, promote('eve', 'speaker')],
  [2, promote('dan', 'speaker')],
  [4, ban],
  [4, block],
  [4, patch],
  [3, silence],
  [2, sweep],
  [2, create('ben', 'live')],
  [1, create('ada', 'live')],
  [3, command('endRoom')],
  [1, start],
];
const planned: readonly Choice[] = [
  [10, start],
  [3, patch],
  [2, command('cancelRoom')],
  [1, sweep],
  [2, join('eve')],
];
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
        [5, 1],
        [4, 2],
        [2, 3],
      ]),
    },
    () => dice.weigh(choices),
  );

/** A short story of one or two rooms: a beginning, some moments, perhaps an end; then everything comes to rest. */
export async function tell(scene: Scene): Promise<void> {
  const { world, dice } = scene;
  const { timeline } = world;
  const pause = (seconds: number): Promise<void> => timeline.runUntil(timeline.now() + seconds * 1000);
  const isPlanned = dice.isTrue(0.3);
  moment(scene, [create('ada', isPlanned ? 'planned' : 'live')]);
  await pause(dice.pick([0.3, 3]));
  if (isPlanned) {
    moment(scene, several(dice, planned));
    await pause(dice.weigh(pauses));
    moment(scene, [start]);
    await pause(dice.pick([0.3, 3]));
  }
  const moments = 3 + Math.floor(dice.chance() * 4);
  for (let at = 0; at < moments; at += 1) {
    moment(scene, several(dice, middle));
    await pause(dice.weigh(pauses));
  }
  if (dice.isTrue(0.5)) moment(scene, [command('endRoom'), ...several(dice, middle)]);
  await pause(5);
  await rest(scene);
}

/** Long enough for graces, meetings without sound and what queues hold back; the sweep comes between, as it does. */
async function rest(scene: Scene): Promise<void> {
  const { timeline, fates } = scene.world;
  fates.calm();
  for (const minutes of [12, 12, 3]) {
    await timeline.runUntil(timeline.now() + minutes * 60_000);
    if (minutes > 3) moment(scene, [sweep]);
  }
}
