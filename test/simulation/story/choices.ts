import {
  type Act,
  command,
  create,
  cut,
  drop,
  join,
  joinSilently,
  leave,
  move,
  patch,
  reschedule,
  start,
  sweep,
} from './acts.ts';
import { breakNext, hold, hush, oldSeat, silence } from './breakdowns.ts';
import { block, lift, remove, unblock } from './safety-acts.ts';
import {
  accept,
  bring,
  decline,
  declineInvitation,
  demote,
  grantSomebody,
  handOver,
  invite,
  mute,
  muteAll,
  raiseHand,
  stepDown,
  wish,
  withdraw,
  withdrawInvitation,
} from './stage-acts.ts';
import { type Beat, stageThemeNames, stageThemes } from './stage-themes.ts';
import { inTurn, later, together } from './timing.ts';

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
  [4, bring('cleo', 'cohost')],
  [3, bring('eve', 'speaker')],
  [2, bring('dan', 'speaker')],
  [3, wish('finn')],
  [3, grantSomebody],
  [2, together(withdraw('finn'), decline('eve'))],
  [2, invite('dan', 'cohost')],
  [2, accept('dan')],
  [1, together(declineInvitation('dan'), withdrawInvitation('dan'))],
  [2, stepDown('eve')],
  [2, demote('cleo')],
  [2, mute('eve', true)],
  [1, mute('eve', false)],
  [2, muteAll(true)],
  [2, muteAll(false)],
  [1, raiseHand('eve')],
  [2, handOver('cleo')],
  [3, remove('bob')],
  [2, remove('eve')],
  [2, lift('bob')],
  [4, block('kim')],
  [2, block('eve')],
  [1, unblock('kim')],
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

export const themeNames = [
  'door',
  'start',
  'host',
  'crowd',
  'elsewhere',
  'restart',
  'early',
  'stage',
  'unheard',
  'again',
  'overdue',
  'silent',
  'rivals',
  'away',
  ...stageThemeNames,
  'bereft',
] as const;
export type Theme = (typeof themeNames)[number];
const often: Readonly<Partial<Record<Theme, number>>> = {
  restart: 4,
  crowd: 3,
  elsewhere: 2,
  start: 3,
  overdue: 3,
  again: 3,
  rivals: 2,
  away: 2,
  accepted: 2,
  returning: 2,
  demoted: 2,
  muted: 2,
  handing: 2,
  invited: 2,
  // Told only when it is asked for: it is about one seldom way, and weights shift what every seed tells.
  bereft: 0,
};
/** Those of whose ways most are seldom gone come more often. */
export const themeWeights = themeNames.map((name) => [often[name] ?? 1, name] as const);
/** Who restarts the media because of news is slow to go on; others, whose meeting it was as well, come meanwhile. */
const rivalry = together(hold('recordMediaEvents Query rooms FREE', 3), breakNext(join('ada', 'cleo', 'dan')), silence);

/** What a story is about: moments in which people get into each other's way, and ways that chance alone seldom goes. */
export const themes: Readonly<Record<Theme, readonly Beat[]>> = {
  /** Somebody is thrown out while they come in. */
  door: [
    [join('bob', 'finn'), 2],
    [together(later(0, join('bob', 'bob')), later(0, remove('bob')), later(0, join('bob'))), 2],
  ],
  /** A planned room is started, moved and canceled at once. */
  start: [
    [together(reschedule, reschedule), 0.5],
    [together(start, command('cancelRoom'), start), 1],
    [together(start, command('endRoom'), patch), 1],
  ],
  /** The host is judged gone while they come back, or their room is changed. */
  host: [
    [together(cut('ada'), later(60, join('ada')), ...[60, 60, 60.3, 60.3, 60.6].map((at) => later(at, patch))), 64],
  ],
  /** People come and go until no place is left but those of who went. */
  crowd: [
    [join('eve', 'finn', 'gus', 'bob', 'kim'), 3],
    [together(leave('eve'), leave('finn'), leave('gus')), 2],
    [join('cleo', 'dan', 'ben', 'eve'), 2],
    [join('finn'), 2],
  ],
  /** Who goes into another room is no longer in the first one, nor on its stage. */
  elsewhere: [
    [together(bring('eve', 'speaker'), join('finn'), create('ben', 'live')), 4],
    [move('eve', 'finn'), 4],
  ],
  /** The meeting breaks down under people: the room goes on in another one. */
  restart: [
    [join('eve', 'finn'), 4],
    // While some make the next meeting, that one breaks down as well.
    [together(silence, join('ada'), later(0, silence), later(0, join('ada', 'eve')), later(0.5, silence)), 3],
    [together(join('ada'), oldSeat, later(0.3, silence), later(0.5, join('ada')), later(0.8, silence)), 6],
    [together(oldSeat, join('gus', 'kim')), 4],
    [silence, 90],
    [together(join('ada'), join('ada')), 4],
  ],
  /** The first meeting breaks down while its first seats are made. */
  early: [[together(later(0, silence), later(0.3, join('ada')), later(0.6, join('ada')), join('eve')), 5]],
  /** People come on stage and go from it. */
  stage: [
    [together(bring('cleo', 'speaker'), bring('dan', 'cohost')), 3],
    [leave('cleo'), 2],
    [together(drop('dan'), leave('ada')), 3],
  ],
  /** Listeners whose client never connects, or never comes back, are found by the sweep. */
  unheard: [
    [together(joinSilently('eve', 'finn'), join('gus')), 4],
    [cut('gus'), 310],
    [sweep, 5],
  ],
  /** Time has ended the first room, no timer has come to write it, and its host starts another. */
  again: [
    [cut('ada'), 655],
    [hold('delivery sqs rostrum-timers', 9), 10],
    [together(create('ada', 'live'), later(0, create('ada', 'live'))), 5],
  ],
  /** The sweep is there before the timer that ends the room. */
  overdue: [
    [cut('ada'), 655],
    [hold('delivery sqs rostrum-timers', 9), 10],
    [together(sweep, later(0, sweep)), 5],
  ],
  /** The meeting breaks down, and nobody is told. */
  silent: [
    [join('eve'), 4],
    [hush, 615],
    [sweep, 5],
  ],
  /** The meeting that news of the last one has made dies before the room has it, and others make the next. */
  rivals: [
    [join('eve'), 3],
    [together(bring('cleo', 'speaker'), bring('dan', 'cohost')), 4],
    [rivalry, 8],
    [rivalry, 5],
  ],
  /** Who has taken the room over starts another, and ends this one from there. */
  away: [
    [join('eve'), 3],
    [bring('dan', 'cohost'), 3],
    [leave('ada'), 3],
    [inTurn(create('dan', 'live'), command('endRoom', 'dan')), 5],
  ],
  ...stageThemes,
  /** The last host of the first room hosts another; time has ended the first, and its first host starts anew. */
  bereft: [
    [join('eve'), 3],
    [bring('dan', 'cohost'), 3],
    [leave('ada'), 3],
    [create('dan', 'live'), 597],
    [hold('delivery sqs rostrum-timers', 12), 8],
    [together(create('ada', 'live'), later(0, create('ada', 'live'))), 5],
  ],
};
