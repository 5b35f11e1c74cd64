import type { audio } from '../../adapters/audio.ts';
import type { members } from '../../adapters/dynamodb/members.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import { stageMembers } from '../../domain/events.ts';
import type { LiveRoom } from '../../domain/room.ts';
import type { Member } from '../../domain/seat.ts';
import { placeOf } from '../../domain/stage.ts';
import type { ContextOf } from '../runtime/context.ts';
import { noteTrouble } from '../runtime/notes.ts';
import { RefusalError, stop } from '../runtime/refusal-error.ts';
import { mayOpenMicrophone, type Stopping } from './captions-stopping.ts';
import { stageCredentialOf } from './stage-credential.ts';

type Context = Stopping &
  ContextOf<{
    audio: typeof audio;
    members: typeof members;
    rooms: typeof rooms;
  }>;

/**
 * Makes the stage's credential of somebody who has a place and is in the room; the relay tells them. When the media service
 * does not make it now, the place stands, and the minter or their own join makes it.
 */
export async function bringUp(
  context: Context,
  room: LiveRoom,
  userId: string,
  member: Member | undefined,
): Promise<LiveRoom> {
  const isWaiting = placeOf(room, userId)?.attendeeId === undefined;
  if (!isWaiting || member?.state !== 'joined' || !(await mayOpenMicrophone(context, room))) return room;
  try {
    return (await stageCredentialOf(context, room, userId, { member, isBack: false })).room;
  } catch (error) {
    if (!(error instanceof RefusalError) || error.refusal.kind !== 'unavailable') throw error;
    noteTrouble(error);
    return room;
  }
}

/** Makes the credentials that people in the room still wait for: whoever accepted them died, or was turned away. */
export async function completeStage(context: Context, room: LiveRoom): Promise<LiveRoom> {
  let current = room;
  for (const { userId, attendeeId } of room.stage) {
    if (attendeeId !== undefined) continue;
    current = await bringUp(context, current, userId, await context.members.find(room.id, userId));
  }
  return current;
}

/** One person's place, as the API answers it. */
export const placeView = (room: LiveRoom, userId: string) =>
  stageMembers(room).find((place) => place.userId === userId) ?? stop('not_on_stage');
