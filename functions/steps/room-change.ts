import type { Changed, rooms } from '../../adapters/dynamodb/rooms.ts';
import type { Decision } from '../../domain/refusal.ts';
import type { Room } from '../../domain/room.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';

type Context = ContextOf<{ rooms: typeof rooms }>;

/** More people than can change one room at the same instant: two hosts, twenty tabs. */
const attempts = 25;

/** The room as stored, or `room_not_found`. */
export async function roomOf(context: Context, roomId: string): Promise<Room> {
  return (await context.rooms.find(roomId)) ?? stop('room_not_found', { param: 'roomId' });
}

/**
 * Decides on the room as it is and writes what was decided; when somebody was faster, decides again on what they wrote.
 * A decision that leaves the room as it was writes nothing. `save` writes more than the room, e.g. its end.
 */
export async function changeRoom<Next extends Room>(
  context: Context,
  room: Room,
  decide: (room: Room) => Decision<Next>,
  save: (before: Room, after: Next) => Promise<Changed> = context.rooms.change,
): Promise<{ before: Room; after: Next }> {
  let before = room;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const after = ensure(decide(before));
    if (after.version === before.version) return { before, after };
    const changed = await save(before, after);
    if (changed.isWritten) return { before, after };
    before = changed.current;
  }
  return stop('busy');
}
