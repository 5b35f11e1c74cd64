import type { People, Pin, Place, Profile, Room } from '../api/types.ts';
import type { Frame } from '../realtime/grant.ts';

/** A room as it was read last, and what was told since. */
export type Seen = { readonly room: Room; readonly people: People | undefined };

export const isOver = ({ room: { status } }: Seen): boolean => status === 'ended' || status === 'canceled';

/** Who is on stage as frames tell it: without names. */
type Speaker = Omit<Place, 'user'>;
type Facts = {
  readonly participantCount: number;
  readonly speakers: readonly Speaker[];
  readonly graceEndsAt: string;
  readonly version: number;
  readonly isOn: boolean;
  readonly isRunning: boolean;
  readonly pins: readonly Pin[];
};

/** The room after the frame. Frames say how things are, not what was done: one that is taken twice does no harm. */
export function withFrame(seen: Seen, frame: Frame, known: readonly Profile[]): Seen {
  return folds[frame.type]?.(seen, frame, known) ?? seen;
}

type Fold = (seen: Seen, frame: Frame, known: readonly Profile[]) => Seen;

const folds: Readonly<Record<string, Fold>> = {
  tick(seen, frame) {
    const { participantCount } = toFacts(frame);
    return counted({ ...seen, room: { ...seen.room, participantCount } });
  },
  'room.updated'({ room, people }, frame) {
    const { seq, at, type, ...changed } = frame;
    const isOld = (room.version ?? 0) >= toFacts(frame).version;
    return isOld ? { room, people } : { room: { ...room, ...changed }, people };
  },
  'stage.changed'({ room, people }, frame, known) {
    if (!people) return { room, people };
    const { speakers } = toFacts(frame);
    const stage = speakers.flatMap(({ userId, role, isMuted }) => {
      const user = userOf(userId, people, known);
      return user ? [{ user, userId, role, isMuted }] : [];
    });
    const listeners = people.data.filter(
      ({ role, userId }) => role === 'listener' && !speakers.some((speaker) => speaker.userId === userId),
    );
    return counted({
      room,
      people: { data: [...stage, ...listeners], counts: { ...people.counts, stage: speakers.length } },
    });
  },
  'host.lost': ({ room, people }, frame) => ({ room: { ...room, graceEndsAt: toFacts(frame).graceEndsAt }, people }),
  'host.back'({ room: { graceEndsAt: _over, ...room }, people }) {
    return { room, people };
  },
  'pins.changed': ({ room, people }, frame) => ({ room: { ...room, pins: toFacts(frame).pins }, people }),
  'mute-all.changed': ({ room, people }, frame) => ({ room: { ...room, isMutedAll: toFacts(frame).isOn }, people }),
  'captions.changed'({ room, people }, frame) {
    const { isOn, isRunning } = toFacts(frame);
    return { room: { ...room, areCaptionsOn: isOn, areCaptionsRunning: isRunning }, people };
  },
  'room.ended': ({ room, people }, { at }) => ({ room: { ...room, status: 'ended', endedAt: at }, people }),
};

const toFacts = (frame: Frame) => frame as unknown as Facts;

/** Somebody on stage whom nobody here knows by name: they are read before they are shown. Guests read no names at all. */
export const isStranger = ({ people }: Seen, frame: Frame, known: readonly Profile[]): boolean =>
  frame.type === 'stage.changed' &&
  toFacts(frame).speakers.some(({ userId }) => people && people.data.length > 0 && !userOf(userId, people, known));

const userOf = (id: string, { data }: People, known: readonly Profile[]): Profile | undefined =>
  data.find(({ userId }) => userId === id)?.user ?? known.find((profile) => profile.id === id);

/** Whoever is in the room and not on stage listens. While the grace runs no host is here, though the places are kept. */
function counted({ room, people }: Seen): Seen {
  if (!people) return { room, people };
  const speakers = people.data.filter(({ role }) => role === 'speaker').length;
  const here = room.graceEndsAt === undefined ? people.counts.stage : speakers;
  const listeners = Math.max(0, room.participantCount - here);
  return { room, people: { ...people, counts: { ...people.counts, listeners } } };
}
