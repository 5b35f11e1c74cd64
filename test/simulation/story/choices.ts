import {
  type Act,
  ban,
  block,
  command,
  create,
  cut,
  drop,
  join,
  later,
  leave,
  patch,
  promote,
  silence,
  start,
  sweep,
  together,
} from './acts.ts';

export type Choice = readonly [number, Act];

/** What may happen in a room, by how often it does. */
export const middle: readonly Choice[] = [
  [7, join('eve', 'finn', 'gus')],
  [12, join('eve')],
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
export const planned: readonly Choice[] = [
  [10, start],
  [3, patch],
  [2, command('cancelRoom')],
  [1, sweep],
  [2, join('eve')],
];

/** What a story is about: moments in which people get into each other's way. */
export const themeNames = ['door', 'start', 'host', 'crowd'] as const;
export type Theme = (typeof themeNames)[number];
export const themes: Readonly<Record<Theme, readonly Act[]>> = {
  /** Somebody is thrown out while they come in. */
  door: [join('bob', 'finn'), together(later(0, join('bob', 'bob')), later(0, ban), later(0, join('bob')))],
  /** A planned room is started, moved and canceled at once. */
  start: [together(start, command('cancelRoom'), start), together(start, command('endRoom'), patch)],
  /** The host is judged gone while they come back, or their room is changed. */
  host: [
    together(cut('ada'), later(60, join('ada')), ...[60, 60, 60.3, 60.3, 60.6].map((seconds) => later(seconds, patch))),
    join('eve'),
  ],
  /** People come and go until no place is left but those of who went. */
  crowd: [
    join('eve', 'finn', 'gus', 'bob', 'kim'),
    together(leave('eve'), leave('finn'), leave('gus')),
    join('cleo', 'dan', 'ben', 'eve'),
    join('finn'),
  ],
};
