import type { LiveRoom } from '../../domain/room.ts';
import { getItem, type Tables } from './client.ts';
import { readText } from './read.ts';
import { presenceKey } from './table.ts';
import type { Write } from './write.ts';

/** The room somebody hosts at the moment, as far as it was written. 1 read unit. */
export async function hostedRoomId(tables: Tables, userId: string): Promise<string | undefined> {
  const item = await getItem(tables, 'social', presenceKey(userId));
  return item?.['kind'] === 'hosting' ? readText(item, 'roomId') : undefined;
}

/** One live room per host: the presence item is the claim. */
export function claimPut({ hostId, id, startedAt }: LiveRoom): Write {
  return {
    kind: 'put',
    table: 'social',
    item: { ...presenceKey(hostId), userId: hostId, roomId: id, kind: 'hosting', at: startedAt },
    when: {
      text: 'attribute_not_exists(pk) OR #kind <> :hosting OR roomId = :r',
      names: { '#kind': 'kind' },
      values: { ':hosting': 'hosting', ':r': id },
    },
  };
}

/** Presence of somebody in that room, unless they are in another one by now. */
export const claimRemoval = (userId: string, roomId: string): Write => ({
  kind: 'remove',
  table: 'social',
  key: presenceKey(userId),
  when: { text: 'attribute_not_exists(pk) OR roomId = :r', values: { ':r': roomId } },
});
