import type { audio } from '../../adapters/audio.ts';
import type { counts } from '../../adapters/dynamodb/counts.ts';
import type { crowd } from '../../adapters/dynamodb/crowd.ts';
import type { endings } from '../../adapters/dynamodb/endings.ts';
import type { members } from '../../adapters/dynamodb/members.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import { meetingEnded } from '../../domain/media-epoch.ts';
import { connectWithinSeconds, returnWithinSeconds, unheardOf } from '../../domain/presence.ts';
import { allow } from '../../domain/refusal.ts';
import type { LiveRoom, Room } from '../../domain/room.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { hearOnStage } from './media-news.ts';
import { changeRoom } from './room-change.ts';
import { settleRoom } from './room-settling.ts';

type Context = ContextOf<{
  audio: typeof audio;
  counts: typeof counts;
  crowd: typeof crowd;
  endings: typeof endings;
  members: typeof members;
  rooms: typeof rooms;
}>;

const silentMilliseconds = 600_000;
/** At most 2 of the service's 10 requests/s: starts and kicks come first. */
const paceMilliseconds = 500;
/** 200 of the run's 240 seconds; the others are asked about by the next runs. */
const mostAsked = 400;

/** A live room of which the media service said nothing for ten minutes. */
type SilentRoom = { readonly room: LiveRoom; readonly since: string };

/** One run of the sweep. A room that cannot be swept keeps no other from it; the run fails in the end, and is repeated. */
export function startSweep(context: Context) {
  const silent: SilentRoom[] = [];
  const failures: unknown[] = [];
  const orNote = (work: Promise<void>): Promise<void> => work.catch((error: unknown) => void failures.push(error));
  return {
    sweep: (room: Room, heardAt: string | undefined) => orNote(sweepRoom(context, room, heardAt, silent)),
    /** Asks about the rooms that were silent longest. */
    async finish(): Promise<void> {
      const longest = silent.sort((a, b) => (a.since < b.since ? -1 : 1)).slice(0, mostAsked);
      for (const each of longest) await orNote(askAbout(context, each));
      if (failures.length > 0) throw new Error(`${failures.length} rooms could not be swept`, { cause: failures[0] });
    },
  };
}

/** Writes down what time has decided of the room and its people. */
async function sweepRoom(
  context: Context,
  stored: Room,
  heardAt: string | undefined,
  silent: SilentRoom[],
): Promise<void> {
  const room = await settleRoom(context, stored);
  if (room.status !== 'live') return;
  await dismissAwaited(context, room);
  if (room.graceEndsAt !== undefined) await findUnheard(context, room);
  const since = heardAt ?? room.startedAt;
  if (since < isoOf(context.now() - silentMilliseconds)) silent.push({ room, since });
}

/** The news that somebody alone on stage connected may be lost: before their room closes, the service is asked. */
async function findUnheard(context: Context, room: LiveRoom): Promise<void> {
  const place = unheardOf(room, context.now());
  if (place?.attendeeId === undefined || !ensure(await context.audio.isMeetingAlive(room.meeting.id))) return;
  const sign = { attendeeId: place.attendeeId, kind: 'connected', at: isoOf(context.now()) } as const;
  await hearOnStage(context, room.id, place.userId, sign);
}

/** Listeners who never connected, or dropped and did not come back, are no longer here; their seat may be taken back. */
async function dismissAwaited(context: Context, room: LiveRoom): Promise<void> {
  const now = context.now();
  const keys = await context.crowd.awaitedSince(room.id, isoOf(now - returnWithinSeconds * 1000));
  for (const member of await context.members.findMany(keys)) {
    const { awaitedSince = '', joinedAt, state } = member;
    const hasConnected = awaitedSince > joinedAt;
    const patienceSeconds = hasConnected ? returnWithinSeconds : connectWithinSeconds;
    const isLong = awaitedSince <= isoOf(now - patienceSeconds * 1000);
    if (state === 'joined' && isLong) await context.members.lose(member, isoOf(now));
  }
}

/** A meeting the service has forgotten is over: noted, so that the next of the stage who joins gets a new one. */
async function askAbout(context: Context, { room }: SilentRoom): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, paceMilliseconds));
  const at = isoOf(context.now());
  if (room.meeting.endedAt === undefined && !ensure(await context.audio.isMeetingAlive(room.meeting.id))) {
    await changeRoom(context, room, (current) =>
      allow(current.status === 'live' ? meetingEnded(current, room.meeting.id, at) : current),
    );
  }
  // Asked is as good as heard of: others have their turn first.
  await context.counts.heard(room.id, at);
}
