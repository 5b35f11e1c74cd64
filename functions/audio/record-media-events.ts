import * as z from 'zod/mini';
import { audio } from '../../adapters/audio.ts';
import { counts } from '../../adapters/dynamodb/counts.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { pools } from '../../adapters/dynamodb/pools.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { measure, noteRoom } from '../runtime/notes.ts';
import { onMessages } from '../runtime/worker.ts';
import { type MediaNews, recordNews } from '../steps/media-news.ts';

const word = z.string().check(z.maxLength(100));
/** The service's events as documented: an attendee's carries no id of the room. */
export const input = z.object({
  detail: z.object({
    eventType: word,
    timestamp: z.number(),
    meetingId: word,
    attendeeId: z.optional(word),
    externalUserId: z.optional(word),
  }),
});

const adapters = { audio, counts, members, pools, rooms };

/** A batch of media events, best effort, doubled and in any order: each is judged by its own timestamp. */
export async function recordMediaEvents(
  context: ContextOf<typeof adapters>,
  bodies: readonly unknown[],
): Promise<void> {
  const details = bodies.flatMap((body) => input.safeParse(body).data?.detail ?? []);
  const meetingIds = [...new Set(details.map(({ meetingId }) => meetingId))];
  const roomIds = await context.rooms.roomIdsOfMeetings(meetingIds);
  const inOrder = [...details].sort((a, b) => a.timestamp - b.timestamp);
  const heardAt = new Map<string, string>();
  for (const { eventType, timestamp, meetingId, attendeeId, externalUserId } of inOrder) {
    const roomId = roomIds.get(meetingId);
    // A meeting nobody refers to: one that lost a race, or of a room long gone.
    if (roomId === undefined) continue;
    const kind = kinds[eventType];
    if (!kind) continue;
    const at = isoOf(timestamp);
    noteRoom(roomId);
    const sound = soundMetrics[eventType];
    if (sound) measure(sound);
    heardAt.set(roomId, at);
    const news: MediaNews = {
      roomId,
      meetingId,
      kind,
      at,
      attendeeId: attendeeId ?? '',
      externalUserId: externalUserId ?? '',
    };
    await recordNews(context, news);
  }
  for (const [roomId, at] of heardAt) await context.counts.heard(roomId, at);
}

const kinds: Readonly<Record<string, MediaNews['kind']>> = {
  'chime:AttendeeJoined': 'connected',
  'chime:AttendeeLeft': 'dropped',
  'chime:AttendeeDropped': 'dropped',
  'chime:MeetingEnded': 'ended',
};

/** Who leaves by their own wish is not counted: what tells of trouble is lines that drop. */
const soundMetrics: Readonly<Record<string, 'SoundConnected' | 'SoundDropped'>> = {
  'chime:AttendeeJoined': 'SoundConnected',
  'chime:AttendeeDropped': 'SoundDropped',
};

export const handler = onMessages({ adapters, run: recordMediaEvents });
