import type { Attendee, Replica, Seat } from '../../domain/seat.ts';
import type { Wiring } from '../wiring.ts';
import { batchGet, type Item, query, type Tables, tablesOf } from './client.ts';
import { fromReplica, toReplica } from './member-item.ts';
import { schemaVersion } from './room-item.ts';
import {
  freePartition,
  freeSeatKey,
  freeShardCount,
  mediaKey,
  meetingItemExpiresAt,
  meetingKey,
  roomKey,
} from './table.ts';
import { absent, present, type Write, write } from './write.ts';

export const pools = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** The replicas of one epoch. Half a read unit each. */
    async replicas(roomId: string, epoch: number, budget: number): Promise<readonly Replica[]> {
      const keys = Array.from({ length: budget }, (_, at) => mediaKey(roomId, at + 1));
      const items = await batchGet(
        tables,
        keys.map((key) => ({ table: 'rooms', key, isConsistent: true })),
      );
      return items.flatMap((item) => (item ? [toReplica(item)] : [])).filter((replica) => replica.epoch === epoch);
    },

    /** Free seats of the epoch, counted: a read unit per 4 KB of seats. */
    async countFree(roomId: string, epoch: number): Promise<number> {
      const shards = Array.from({ length: freeShardCount }, (_, shard) => allOf(tables, freePartition(roomId, shard)));
      return (await Promise.all(shards)).flat().filter((item) => item['epoch'] === epoch).length;
    },

    /** A replica takes its place, with the way back from its meeting; false when it stands already, or the epoch is over. */
    async open(replica: Replica): Promise<boolean> {
      const { roomId, epoch, meeting } = replica;
      const map: Write = {
        kind: 'put',
        table: 'rooms',
        item: { ...meetingKey(meeting.id), roomId, epoch, expiresAt: meetingItemExpiresAt(meeting.createdAt) },
        when: ofRoom(roomId),
      };
      const when = { text: 'attribute_not_exists(pk) OR epoch < :e', values: { ':e': epoch } };
      const put: Write = { kind: 'put', table: 'rooms', item: fromReplica(replica), when };
      return (await write(tables, [put, map, isIn(roomId, epoch)])).isWritten;
    },

    /**
     * Puts fresh seats into the pool, 49 and their replica's count in one transaction (100 items a transaction, two per seat would
     * double the cost): about 2 write units a seat.
     */
    async add(replica: Replica, attendees: readonly Attendee[]): Promise<void> {
      for (let at = 0; at < attendees.length; at += 49) {
        const some = attendees.slice(at, at + 49);
        await write(tables, [
          ...some.map((attendee) => seatPut(tables, replica, attendee)),
          seatCount(replica, some.length),
        ]);
      }
    },

    /** Seats of an epoch that is over: deleted before the room's epoch rises, so that nobody is given a dead one. */
    async clear(roomId: string): Promise<void> {
      for (let shard = 0; shard < freeShardCount; shard += 1) {
        const items = await allOf(tables, freePartition(roomId, shard));
        const key = (item: Item) => ({ pk: String(item['pk']), sk: String(item['sk']) });
        await Promise.all(
          items.map((item) => write(tables, [{ kind: 'remove', table: 'rooms', key: key(item), when: present }])),
        );
      }
    },
  };
};

/** Nothing is put up for a room that is over: its clean-up may have been already. */
const isIn = (roomId: string, epoch: number): Write => ({
  kind: 'check',
  table: 'rooms',
  key: roomKey(roomId),
  when: {
    text: '#st = :live AND epoch = :e',
    names: { '#st': 'status' },
    values: { ':live': 'live', ':e': epoch },
  },
});

const ofRoom = (roomId: string) => ({ text: 'attribute_not_exists(pk) OR roomId = :r', values: { ':r': roomId } });

export const seatCount = (
  { roomId, replica, epoch }: Pick<Replica, 'roomId' | 'replica' | 'epoch'>,
  by: number,
): Write => ({
  kind: 'update',
  table: 'rooms',
  key: mediaKey(roomId, replica),
  change: { add: { existingSeats: by } },
  when: { text: 'epoch = :e', values: { ':e': epoch } },
});

async function allOf(tables: Tables, pk: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let after: Item | undefined;
  do {
    const page = await query(tables, {
      table: 'rooms',
      where: 'pk = :pk',
      values: { ':pk': pk },
      isConsistent: true,
      ...(after && { after }),
    });
    items.push(...page.items);
    after = page.next;
  } while (after);
  return items;
}

function seatPut({ wiring }: Tables, { roomId, epoch, replica, meeting }: Replica, attendee: Attendee): Write {
  const place = Buffer.from(wiring.randomBytes(8)).toString('hex');
  const shard = Math.floor(wiring.random() * freeShardCount);
  const seat: Seat = { epoch, replica, meetingId: meeting.id, attendee };
  const item = { ...freeSeatKey(roomId, shard, place), schemaVersion, roomId, epoch, seat };
  return { kind: 'put', table: 'rooms', item, when: absent };
}
