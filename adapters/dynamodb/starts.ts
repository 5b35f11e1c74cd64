import type { LiveRoom, ScheduledRoom } from '../../domain/room.ts';
import type { Member, StageCredential } from '../../domain/seat.ts';
import type { Wiring } from '../wiring.ts';
import { claimPut, hostedRoomId } from './claims.ts';
import { getItem, type Item, type Tables, tablesOf } from './client.ts';
import { fromMember } from './member-item.ts';
import { readText, readTexts } from './read.ts';
import { resultPuts, type StoredResult, toStored } from './results.ts';
import { fromRoom, toRoom } from './room-item.ts';
import { meetingWrite, roomWrite } from './rooms.ts';
import { invitationKey, type Key, schedulesKey } from './table.ts';
import { absent, type Condition, type Write, write } from './write.ts';

export type Start = { readonly room: LiveRoom; readonly credential: StageCredential };

/** What is written with a new room, or not at all: the answer kept for a repeat of its request, and its sale. */
export type Along = {
  readonly result?: StoredResult | undefined;
  readonly keptUntil: number;
  readonly sale?: readonly Write[];
};

/** Somebody else was faster, or a limit is reached; nothing was written. */
export type Started =
  | { readonly isWritten: true }
  | { readonly isWritten: false; readonly because: 'already_hosting'; readonly roomId: string }
  | { readonly isWritten: false; readonly because: 'already_answered'; readonly stored: StoredResult }
  | { readonly isWritten: false; readonly because: 'too_many_scheduled' }
  | { readonly isWritten: false; readonly because: 'spent' }
  | { readonly isWritten: false; readonly because: 'changed'; readonly room: ReturnType<typeof toRoom> };

export const starts = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** Live at once: room, host's member item, presence and meeting in one transaction of about 8 KB, 16 write units. */
    async createLive({ room, credential }: Start, { result, keptUntil, sale = [] }: Along): Promise<Started> {
      const put: Write = { kind: 'put', table: 'rooms', item: fromRoom(room), when: absent };
      const writes = [
        ...resultPuts(result, keptUntil),
        claimPut(room),
        put,
        hostPut(room, credential),
        meetingWrite(room),
        ...sale,
      ];
      return startedBy(tables, writes);
    },

    /** A scheduled room goes live if it still is as it was read. */
    async start(before: ScheduledRoom, { room, credential }: Start): Promise<Started> {
      const writes = [
        roomWrite(before, room),
        claimPut(room),
        hostPut(room, credential),
        meetingWrite(room),
        scheduleRemoval(room),
      ];
      return startedBy(tables, writes);
    },

    /** A room for later counts against the host's limit of planned rooms until it starts or is over. */
    async createScheduled(
      room: ScheduledRoom,
      limit: number,
      { result, keptUntil, sale = [] }: Along,
    ): Promise<Started> {
      const put: Write = { kind: 'put', table: 'rooms', item: fromRoom(room), when: absent };
      const writes = [...resultPuts(result, keptUntil), scheduleAdd(room, limit), put, ...sale];
      return startedBy(tables, writes);
    },

    /** The room somebody hosts at the moment, as far as it was written. 1 read unit. */
    hostedBy: (userId: string) => hostedRoomId(tables, userId),

    /** Rooms the person has planned, as far as was written. 1 read unit. */
    async plannedBy(userId: string): Promise<readonly string[]> {
      const item = await getItem(tables, 'social', schedulesKey(userId));
      return item?.['roomIds'] === undefined ? [] : readTexts(item, 'roomIds');
    },

    /** Written before the room they are for: an invitation to a room that never comes to be opens nothing. */
    async invite(roomId: string, userIds: readonly string[], at: string): Promise<void> {
      if (userIds.length === 0) return;
      const puts = userIds.map((userId): Write => {
        const item = { ...invitationKey(roomId, userId), roomId, userId, role: 'speaker', invitedAt: at };
        return { kind: 'put', table: 'rooms', item, when: absent };
      });
      await write(tables, puts);
    },
  };
};

async function startedBy(tables: Tables, writes: readonly Write[]): Promise<Started> {
  const written = await write(tables, writes);
  return written.isWritten ? written : refusedBy(written.failures[0], writes);
}

/** The host's member item; a start that is repeated finds its own and leaves it. */
function hostPut(room: LiveRoom, stage: StageCredential): Write {
  const { hostId, id, epoch, startedAt } = room;
  const member: Member = {
    roomId: id,
    userId: hostId,
    state: 'joined',
    role: 'host',
    epoch,
    stage,
    joinedAt: startedAt,
  };
  return { kind: 'put', table: 'rooms', item: fromMember(member, false), when: absent };
}

const scheduleAdd = ({ hostId, id }: ScheduledRoom, limit: number): Write => ({
  kind: 'update',
  table: 'social',
  key: schedulesKey(hostId),
  change: { add: { roomIds: new Set([id]) } },
  when: {
    text: 'attribute_not_exists(roomIds) OR size(roomIds) < :limit OR contains(roomIds, :r)',
    values: { ':limit': limit, ':r': id },
  },
});

/** A planned room that started or is over counts no longer. */
export const scheduleRemoval = ({ creatorId, id }: { readonly creatorId: string; readonly id: string }): Write => ({
  kind: 'update',
  table: 'social',
  key: schedulesKey(creatorId),
  change: { drop: { roomIds: new Set([id]) } },
  when: whatever,
});

/** For writes that are right whatever stands there: the write beside them carries the condition. */
const whatever: Condition = { text: 'attribute_exists(pk) OR attribute_not_exists(pk)' };

function refusedBy(
  failure: { readonly index: number; readonly item?: Item } | undefined,
  writes: readonly Write[],
): Started {
  const failed = failure && writes[failure.index];
  const key: Key | undefined = failed && ('item' in failed ? failed.item : failed.key);
  const item = failure?.item;
  if (key?.sk === 'SCHEDULES') return { isWritten: false, because: 'too_many_scheduled' };
  // Another sale took what was left of the host's day.
  if (key?.sk === 'DAY') return { isWritten: false, because: 'spent' };
  if (!item) throw new Error(`A room could not be written: ${key?.pk} failed`);
  if (key?.sk === 'PRESENCE') return { isWritten: false, because: 'already_hosting', roomId: readText(item, 'roomId') };
  if (key?.sk === 'RESULT') return { isWritten: false, because: 'already_answered', stored: toStored(item) };
  if (key?.sk === 'META') return { isWritten: false, because: 'changed', room: toRoom(item) };
  throw new Error(`A room could not be written: ${key?.pk} stands in the way`);
}
