import { audio } from '../../adapters/audio.ts';
import { counts } from '../../adapters/dynamodb/counts.ts';
import { crowd } from '../../adapters/dynamodb/crowd.ts';
import { directory } from '../../adapters/dynamodb/directory.ts';
import { endings } from '../../adapters/dynamodb/endings.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { ContextOf } from '../runtime/context.ts';
import { onSchedule } from '../runtime/worker.ts';
import { startSweep } from '../steps/room-sweep.ts';

const adapters = { audio, counts, crowd, directory, endings, members, rooms };
type Context = ContextOf<typeof adapters>;

const pageSize = 50;

/** What events and timers missed is found here: every live and planned room is looked at, silent ones are asked about. */
export async function sweepRooms(context: Context): Promise<void> {
  const run = startSweep(context);
  for (const list of ['live', 'scheduled'] as const) {
    let after: Parameters<typeof context.directory.page>[2];
    do {
      const places = await context.directory.page(list, pageSize, after);
      const found = await context.rooms.findWithCounts(places.map(({ roomId }) => roomId));
      for (const { room, counts } of found) await run.sweep(room, counts.mediaEventAt);
      after = places.length === pageSize ? places.at(-1) : undefined;
    } while (after);
  }
  await run.finish();
}

export const handler = onSchedule({ adapters, run: sweepRooms });
