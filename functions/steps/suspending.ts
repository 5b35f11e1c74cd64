import type { audio } from '../../adapters/audio.ts';
import type { acts } from '../../adapters/dynamodb/acts.ts';
import type { endings } from '../../adapters/dynamodb/endings.ts';
import type { members } from '../../adapters/dynamodb/members.ts';
import type { removals } from '../../adapters/dynamodb/removals.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { seats } from '../../adapters/dynamodb/seats.ts';
import type { whereabouts } from '../../adapters/dynamodb/whereabouts.ts';
import type { Room } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import type { ContextOf } from '../runtime/context.ts';
import { endForPlatform } from './platform-ending.ts';
import { putOut } from './putting-out.ts';

type Context = ContextOf<{
  acts: typeof acts;
  audio: typeof audio;
  endings: typeof endings;
  members: typeof members;
  removals: typeof removals;
  rooms: typeof rooms;
  seats: typeof seats;
  whereabouts: typeof whereabouts;
}>;

type Suspension = { readonly userId: string; readonly byUserId: string; readonly reason: string };

/**
 * What follows from an account's suspension that is written: the room they host ends, and they are out of the one they are in.
 * The doors refuse them from the write on. Repeating it changes nothing.
 */
export async function carryOutSuspension(context: Context, suspension: Suspension): Promise<void> {
  const { userId } = suspension;
  const [hostedId, place] = await Promise.all([context.whereabouts.hostedBy(userId), context.whereabouts.find(userId)]);
  for (const roomId of new Set([hostedId, place?.roomId])) {
    const room = await liveRoomOf(context, roomId);
    if (room) await putOut(context, room, userId, { isWanted: ({ hostId }) => hostId !== userId });
    // Whoever hosts is not put out, and may have become the host this very moment.
    await endIfHosted(context, roomId, suspension);
  }
}

async function endIfHosted(context: Context, roomId: string | undefined, suspension: Suspension): Promise<void> {
  const { userId, byUserId, reason } = suspension;
  const room = await liveRoomOf(context, roomId);
  // Admins suspend too: the end of the room is the suspension's, not theirs.
  const platform = { userId: byUserId, platformRoles: ['moderator'] } as const;
  if (room?.hostId === userId) await endForPlatform(context, room, platform, reason);
}

async function liveRoomOf(context: Context, roomId: string | undefined): Promise<Room | undefined> {
  const room = roomId === undefined ? undefined : await context.rooms.find(roomId);
  return room && currentState(room, context.now(), context.config.policy).status === 'live' ? room : undefined;
}
