import type { Role } from '../api/types.ts';
import type { CaptionLine } from './caption-lines.ts';
import type { Missing } from './microphone.ts';
import type { Voices } from './voices.ts';

export type Phase =
  | 'joining'
  | 'connected'
  | 'reconnecting'
  /** The same person went on listening in another tab or on another device. */
  | 'elsewhere'
  | 'over'
  /** A host removed the person from the room for good. */
  | 'removed'
  | 'refused'
  | 'left';

/** Whether this person's microphone reaches the room once unmuted; `coming` while the client promotes. */
export type StageState = 'off' | 'coming' | 'on';

/** What a screen shows of somebody's stay in a room. */
export type StayView = {
  readonly phase: Phase;
  readonly role: Role;
  /** Why it takes so long, or why the person cannot enter. */
  readonly words: string;
  readonly stage: StageState;
  readonly isMuted: boolean;
  readonly microphone: 'off' | 'asking' | 'on' | Missing;
  readonly isSoundBlocked: boolean;
  readonly voices: Voices;
  /** The last lines of what was said, where the room has captions. */
  readonly captions: readonly CaptionLine[];
};

/** Without a connection one is nowhere, silent, and hears nobody. */
export const silence = { stage: 'off', isMuted: true, microphone: 'off', voices: new Map(), captions: [] } as const;

export const arriving: StayView = { ...silence, phase: 'joining', role: 'listener', words: '', isSoundBlocked: false };
