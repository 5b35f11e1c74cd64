import { audio } from '../../adapters/audio.ts';
import { endings } from '../../adapters/dynamodb/endings.ts';
import { leftovers } from '../../adapters/dynamodb/leftovers.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { type BusEvent, onEvent } from '../runtime/worker.ts';
import { readRoomEvent } from '../steps/room-event.ts';

const adapters = { audio, endings, leftovers, rooms };

/** Nothing of a room that is over stays behind: its meeting (replicas fall with it), its seats, its people's presence. */
export async function cleanUpRoom(context: ContextOf<typeof adapters>, event: BusEvent): Promise<void> {
  const { roomId, meetingId } = readRoomEvent(event);
  const room = await context.rooms.find(roomId);
  if (!room || room.status === 'live' || room.status === 'scheduled') return;
  if (meetingId) {
    ensure(await context.audio.deleteMeeting(meetingId));
    await context.leftovers.forgetMeeting(meetingId);
  }
  await context.leftovers.removePool(roomId, context.config.replicaBudget);
  if (room.status === 'ended') await context.endings.removePresence(roomId, [room.hostId, ...room.cohostIds]);
}

export const handler = onEvent({ adapters, run: cleanUpRoom });
