import type { FreePlace } from '../../domain/minting.ts';
import type { Attendee, Replica, Seat } from '../../domain/seat.ts';
import type { Wiring } from '../wiring.ts';
import { batchGet, type Item, query, type Tables, tablesOf } from './client.ts';
import { fromReplica, toReplica } from './member-item.ts';
import { readCount, readText } from './read.ts';
import { meetingItemExpiresAt, schemaVersion } from './room-item.ts';
import {
  freePartition,
  freePlaceText,
  freeSeatKey,
  freeShardCount,
  mediaKey,
  meetingKey,
  placeOfKey,
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

    /**
     * Where the free seats of the epoch lie: a read unit per 4 KB of seats. Those of an earlier one are taken away: they were
     * put there while the room was getting its new meeting, and joins would find nothing else.
     */
    async freePlaces(roomId: string, epoch: number): Promise<readonly FreePlace[]> {
      const shards = Array.from({ length: freeShardCount }, async (_, shard) => {
        const items = await allOf(tables, freePartition(roomId, shard));
        await removeAll(
          tables,
          items.filter((item) => readCount(item, 'epoch') < epoch),
        );
        const current = items.filter((item) => item['epoch'] === epoch);
        return current.map((item) => ({ shard, place: placeOfKey(readText(item, 'sk')) }));
      });
      return (await Promise.all(shards)).flat();
    },

    /** A replica takes its place, with the way back from its meeting; false when it stands already, or the epoch is over. */
    async open(replica: Replica): Promise<boolean> {
      return (await write(tables, openingWrites(replica))).isWritten;
    },

    /**
     * Puts fresh seats into the pool under the names they were asked for, 50 and their replica's counts in one transaction:
     * about 2 write units a seat. A name is used up by the transaction that puts its seat here, so whoever asks for it again
     * after a crash, or beside another minter, puts no seat here twice. Answers how many seats were put here.
     */
    async add(
      replica: Replica,
      names: readonly string[],
      attendees: readonly Attendee[],
      places: readonly FreePlace[],
    ): Promise<number> {
      let added = 0;
      for (let at = 0; at < names.length; at += seatsPerWrite) {
        const some = names.slice(at, at + seatsPerWrite);
        const made = attendees.filter(({ ExternalUserId }) => some.includes(ExternalUserId));
        const used = namesUsed(replica, replica.mintedSeats + at, some.length, made.length);
        const puts = made.flatMap((attendee, index) => {
          const place = places[at + index];
          return place ? [seatPut(tables, replica, attendee, place)] : [];
        });
        const written = await write(tables, [...puts, used]);
        if (!written.isWritten) return added;
        added += made.length;
      }
      return added;
    },

    /** Seats of an epoch that is over, before the room's epoch rises; a restart that was overtaken leaves the next one's. */
    async clear(roomId: string, epoch: number): Promise<void> {
      for (let shard = 0; shard < freeShardCount; shard += 1)
        await removeUntil(tables, freePartition(roomId, shard), epoch);
    },
  };
};

async function removeUntil(tables: Tables, pk: string, epoch: number): Promise<void> {
  const items = await allOf(tables, pk);
  await removeAll(
    tables,
    items.filter((item) => readCount(item, 'epoch') <= epoch),
  );
}

async function removeAll(tables: Tables, items: readonly Item[]): Promise<void> {
  const key = (item: Item) => ({ pk: String(item['pk']), sk: String(item['sk']) });
  const removal = (item: Item): Write => ({ kind: 'remove', table: 'rooms', key: key(item), when: present });
  await Promise.all(items.map((item) => write(tables, [removal(item)])));
}

function openingWrites(replica: Replica): Write[] {
  const { roomId, epoch, meeting } = replica;
  const when = { text: 'attribute_not_exists(pk) OR epoch < :e', values: { ':e': epoch } };
  const map = { ...meetingKey(meeting.id), roomId, epoch, expiresAt: meetingItemExpiresAt(meeting.createdAt) };
  return [
    { kind: 'put', table: 'rooms', item: fromReplica(replica), when },
    { kind: 'put', table: 'rooms', item: map, when: ofRoom(roomId) },
    isIn(roomId, epoch),
  ];
}

/** Two of these transactions for a batch of the service's 100; a transaction has 100 items at most. */
const seatsPerWrite = 50;

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

const namesUsed = (replica: Replica, from: number, names: number, seats: number): Write => ({
  kind: 'update',
  table: 'rooms',
  key: mediaKey(replica.roomId, replica.replica),
  change: { set: { mintedSeats: from + names }, add: { existingSeats: seats } },
  when: { text: 'epoch = :e AND mintedSeats = :from', values: { ':e': replica.epoch, ':from': from } },
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

function seatPut(
  { wiring }: Tables,
  { roomId, epoch, replica, meeting }: Replica,
  attendee: Attendee,
  { shard, place }: FreePlace,
): Write {
  const seat: Seat = { epoch, replica, meetingId: meeting.id, attendee };
  const unique = Buffer.from(wiring.randomBytes(4)).toString('hex');
  const key = freeSeatKey(roomId, shard, `${freePlaceText(place)}${unique}`);
  const item = { ...key, schemaVersion, roomId, epoch, seat };
  return { kind: 'put', table: 'rooms', item, when: absent };
}
