import { audio } from '../../adapters/audio.ts';
import { counts } from '../../adapters/dynamodb/counts.ts';
import { crowd } from '../../adapters/dynamodb/crowd.ts';
import { directory } from '../../adapters/dynamodb/directory.ts';
import { endings } from '../../adapters/dynamodb/endings.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { ContextOf } from '../runtime/context.ts';
import { askAbout, type SilentRoom, sweepRoom } from '../runtime/room-sweep.ts';
import { onSchedule } from '../runtime/worker.ts';

const adapters = { audio, counts, crowd, directory, endings, members, rooms };
type Context = ContextOf<typeof adapters>;

/** 200 of the run's 240 seconds at two a second; the others are asked about by the next runs. */
const mostAsked = 400;
const pageSize = 50;

/**
 * What events and timers missed is found here: every live and planned room is looked at, silent ones are asked about. One room
 * that cannot be swept keeps no other from it; the run fails in the end, and is repeated.
 */
export async function sweepRooms(context: Context): Promise<void> {
  const silent: SilentRoom[] = [];
  const failures: unknown[] = [];
  const note = (error: unknown): void => void failures.push(error);
  for (const list of ['live', 'scheduled'] as const) {
    let after: Parameters<typeof context.directory.page>[2];
    do {
      const places = await context.directory.page(list, pageSize, after);
      for (const { room, counts } of await context.rooms.findWithCounts(places.map(({ roomId }) => roomId))) {
        const swept = await sweepRoom(context, room, counts.mediaEventAt).catch(note);
        if (swept) silent.push(swept);
      }
      after = places.length === pageSize ? places.at(-1) : undefined;
    } while (after);
  }
  const longest = silent.sort((a, b) => (a.since < b.since ? -1 : 1)).slice(0, mostAsked);
  for (const each of longest) await askAbout(context, each).catch(note);
  if (failures.length > 0) throw new Error(`${failures.length} rooms could not be swept`, { cause: failures[0] });
}

export const handler = onSchedule({ adapters, run: sweepRooms });
