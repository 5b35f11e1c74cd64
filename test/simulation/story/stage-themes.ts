import { type Act, create, cut, drop, join, leave, start } from './acts.ts';
import { silence } from './breakdowns.ts';
import { block, lift, remove, unblock } from './safety-acts.ts';
import {
  accept,
  bring,
  decline,
  demote,
  grant,
  handOver,
  invite,
  mute,
  muteAll,
  stepDown,
  wish,
  withdraw,
} from './stage-acts.ts';
import { inTurn, later, soon, together } from './timing.ts';

/** An act, and the seconds until the next. */
export type Beat = readonly [Act, number];

export const stageThemeNames = [
  'last place',
  'withdrawn',
  'muted',
  'handing',
  'accepted',
  'blocked',
  'demoted',
  'hostless',
  'returning',
  'brought',
  'invited',
] as const;

/** The stage, and what keeps people safe, with people who get into each other's way on it. */
export const stageThemes: Readonly<Record<(typeof stageThemeNames)[number], readonly Beat[]>> = {
  /** Two are let onto the last place of the stage. */
  'last place': [
    [together(bring('cleo', 'cohost'), bring('dan', 'speaker')), 4],
    [together(wish('eve'), wish('finn'), invite('gus', 'speaker')), 2],
    [together(grant('eve'), grant('finn'), soon(accept('gus'))), 3],
    [together(stepDown('dan'), soon(grant('finn')), soon(grant('eve'))), 3],
  ],
  /** Who asks takes it back, or is declined, while somebody says yes. */
  withdrawn: [
    [together(wish('eve'), wish('finn')), 3],
    [together(grant('eve'), withdraw('eve'), grant('finn'), soon(decline('finn'))), 2],
    [together(wish('eve'), soon(leave('eve')), soon(grant('eve'))), 3],
  ],
  /** Hosts who mute and unmute, one and all, while somebody comes up. */
  muted: [
    [together(bring('cleo', 'cohost'), bring('eve', 'speaker')), 4],
    [wish('finn'), 2],
    [together(muteAll(true), grant('finn'), mute('eve', true), soon(muteAll(false))), 2],
    [together(muteAll(false), muteAll(true), mute('eve', false), soon(mute('finn', true))), 2],
  ],
  /** The room changes hands while hosts leave, come back, and start another. */
  handing: [
    [together(bring('cleo', 'cohost'), bring('dan', 'cohost')), 4],
    [together(handOver('cleo'), soon(leave('ada')), soon(demote('cleo'))), 2],
    [together(handOver('dan'), soon(handOver('ada')), soon(leave('cleo')), join('ada')), 3],
    [together(handOver('cleo'), create('cleo', 'live'), soon(drop('dan'))), 4],
  ],
  /** Somebody is removed while they are let onto the stage. */
  accepted: [
    [together(join('bob'), bring('cleo', 'cohost')), 3],
    [together(wish('bob'), wish('eve')), 2],
    [together(grant('bob'), remove('bob'), soon(grant('eve')), soon(remove('eve'))), 3],
    [together(lift('bob'), soon(join('bob')), soon(remove('bob'))), 3],
  ],
  /** A block at the door, on the stage, and back again. */
  blocked: [
    [together(soon(join('kim', 'kim')), soon(block('kim'))), 2],
    [unblock('kim'), 1],
    [bring('kim', 'speaker'), 3],
    [together(block('kim'), join('kim'), wish('eve'), soon(grant('kim'))), 2],
    [together(grant('eve'), block('eve'), unblock('kim')), 3],
  ],
  /** Who comes up is put down while their credential is made. */
  demoted: [
    [together(wish('eve'), bring('dan', 'cohost')), 3],
    [together(grant('eve'), soon(demote('eve')), soon(join('eve'))), 2],
    [together(demote('dan'), join('dan'), soon(stepDown('eve'))), 2],
    [together(inTurn(wish('eve'), grant('eve')), soon(later(0, demote('eve')))), 3],
  ],
  /** Nobody hosts any more; then co-host and host come back at once. */
  hostless: [
    [bring('dan', 'cohost'), 4],
    [together(leave('dan'), cut('ada')), 64],
    [together(join('dan'), soon(join('ada')), soon(start)), 3],
    [together(handOver('ada'), soon(leave('dan'))), 3],
  ],
  /** A co-host who was away comes back while they are put out. */
  returning: [
    [together(bring('dan', 'cohost'), bring('eve', 'speaker')), 4],
    [together(leave('dan'), drop('eve')), 3],
    [together(join('dan'), soon(remove('dan')), join('eve'), soon(block('eve'))), 3],
    [together(lift('dan'), soon(join('dan'))), 3],
    [bring('dan', 'cohost'), 3],
    [leave('dan'), 2],
    [together(join('dan'), soon(block('dan')), later(0, demote('dan'))), 3],
  ],
  /** The meeting breaks down while somebody is brought up. */
  brought: [
    [together(wish('eve'), join('finn'), bring('cleo', 'cohost')), 4],
    [together(silence, grant('eve'), soon(join('ada')), later(0, demote('eve'))), 4],
    [together(silence, wish('finn'), join('eve')), 3],
    [together(grant('finn'), soon(silence), join('ada')), 6],
  ],
  /** Whoever was invited says yes while things have moved on. */
  invited: [
    [together(invite('dan', 'cohost'), invite('eve', 'speaker'), invite('bob', 'speaker'), join('dan')), 2],
    [together(accept('dan'), wish('eve'), accept('bob'), soon(remove('bob'))), 2],
    [together(accept('eve'), soon(grant('eve')), soon(block('eve')), soon(leave('dan'))), 3],
  ],
};
