import { audio } from '../../adapters/audio.ts';
import { crowd } from '../../adapters/dynamodb/crowd.ts';
import { directory } from '../../adapters/dynamodb/directory.ts';
import { endings } from '../../adapters/dynamodb/endings.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { meetingEnded } from '../../domain/media-epoch.ts';
import { connectWithinSeconds, returnWithinSeconds } from '../../domain/presence.ts';
import { allow } from '../../domain/refusal.ts';
import type { LiveRoom } from '../../domain/room.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { changeRoom } from '../runtime/room-change.ts';
import { settleRoom } from '../runtime/room-settling.ts';
import { onSchedule } from '../runtime/worker.ts';

const adapters = { audio, crowd, directory, endings, members, rooms };
type Context = ContextOf<typeof adapters>;

const silentMilliseconds = 600_000;
/** At most 2 of the service's 10 requests/s: starts and kicks come first. */
const paceMilliseconds = 500;
const pageSize = 50;

/** What events and timers missed is found here: every live and planned room is looked at, silent ones are asked about. */
export async function sweepRooms(context: Context): Promise<void> {
  for (const list of ['live', 'scheduled'] as const) {
    let after: Parameters<typeof context.directory.page>[2];
    do {
      const places = await context.directory.page(list, pageSize, after);
      for (const found of await context.rooms.findWithCounts(places.map(({ roomId }) => roomId))) {
        const room = await settleRoom(context, found.room);
        if (room.status !== 'live') continue;
        await dismissAwaited(context, room);
        if (isSilent(found.counts.mediaEventAt ?? room.startedAt, context.now())) await askAbout(context, room);
      }
      after = places.length === pageSize ? places.at(-1) : undefined;
    } while (after);
  }
}

const isSilent = (since: string, now: number): boolean => since < isoOf(now - silentMilliseconds);

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
async function askAbout(context: Context, room: LiveRoom): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, paceMilliseconds));
  if (room.meeting.endedAt !== undefined || ensure(await context.audio.isMeetingAlive(room.meeting.id))) return;
  const at = isoOf(context.now());
  await changeRoom(context, room, (current) =>
    allow(current.status === 'live' ? meetingEnded(current, room.meeting.id, at) : current),
  );
}

export const handler = onSchedule({ adapters, run: sweepRooms });
