import type { InvitedRole } from '../api/types.ts';
import type { Frame } from '../realtime/grant.ts';

export type Offer = { readonly roomId: string; readonly role: InvitedRole; readonly openUntil?: string };

/** What one person is told besides the room itself. */
export type Notes = {
  /** User ids of people on stage. */
  readonly hands: ReadonlySet<string>;
  /** User ids of people whom the reader has blocked and who are, or were, on stage. */
  readonly labels: ReadonlySet<string>;
  readonly reactions: Readonly<Record<string, number>>;
  readonly hasAsked: boolean;
  readonly offer: Offer | undefined;
};

export const noNotes: Notes = {
  hands: new Set(),
  labels: new Set(),
  reactions: {},
  hasAsked: false,
  offer: undefined,
};

/** The notes after a frame that tells of this room. */
export function noted(notes: Notes, frame: Frame, roomId: string): Notes {
  const { userId, isRaised, speakers = [], reactions = {}, ...facts } = toFacts(frame);
  if (facts.roomId !== undefined && facts.roomId !== roomId) return notes;
  switch (frame.type) {
    case 'tick':
      return { ...notes, reactions };
    case 'hand.raised':
      return { ...notes, hands: isRaised ? withOne(notes.hands, userId) : withoutOne(notes.hands, userId) };
    case 'stage.changed': {
      const here = speakers.map((speaker) => speaker.userId);
      return { ...notes, hands: new Set([...notes.hands].filter((id) => here.includes(id))) };
    }
    case 'label':
      return { ...notes, labels: withOne(notes.labels, userId) };
    case 'invited':
      return { ...notes, offer: readOffer(frame) };
    case 'promoted':
      return { ...notes, hasAsked: false, offer: undefined };
    case 'request.closed':
      return { ...notes, hasAsked: false };
    default:
      return notes;
  }
}

/** The invitation that a frame brings. */
export function readOffer(frame: Frame): Offer | undefined {
  const { roomId, role, openUntil } = toFacts(frame);
  if (frame.type !== 'invited' || roomId === undefined) return undefined;
  return { roomId, role, ...(openUntil && { openUntil }) };
}

export const withOne = <T>(set: ReadonlySet<T>, one: T): ReadonlySet<T> => new Set([...set, one]);
export const withoutOne = <T>(set: ReadonlySet<T>, gone: T): ReadonlySet<T> =>
  new Set([...set].filter((one) => one !== gone));

type Facts = {
  readonly roomId?: string;
  readonly userId: string;
  readonly isRaised?: boolean;
  readonly role: InvitedRole;
  readonly openUntil?: string;
  readonly speakers?: readonly { readonly userId: string }[];
  readonly reactions?: Readonly<Record<string, number>>;
};
const toFacts = (frame: Frame) => frame as unknown as Facts;
