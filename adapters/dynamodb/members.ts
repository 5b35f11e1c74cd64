import type { LiveRoom, Room } from '../../domain/room.ts';
import type { Member, StageCredential } from '../../domain/seat.ts';
import { placeOf, type StagePlace } from '../../domain/stage.ts';
import type { Wiring } from '../wiring.ts';
import { batchGet, getItem, type Item, query, type Tables, tablesOf, type Wanted } from './client.ts';
import { toMember } from './member-item.ts';
import { readText } from './read.ts';
import { schemaVersion, toRoom } from './room-item.ts';
import { type Changed, roomWrite } from './rooms.ts';
import { awaitedQueue, indexes, type Key, leftQueue, memberKey } from './table.ts';
import { type Condition, type Write, write } from './write.ts';

export const members = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    async find(roomId: string, userId: string): Promise<Member | undefined> {
      const item = await getItem(tables, 'rooms', memberKey(roomId, userId));
      return item && toMember(item);
    },

    async findMany(keys: readonly Key[]): Promise<readonly Member[]> {
      const items = await batchGet(tables, keys.map(wanted));
      return items.flatMap((item) => (item ? [toMember(item)] : []));
    },

    /** Whose seat this is: one index query, then the member item itself is read. An order of the seat's death is no holder. */
    keyOfAttendee: (attendeeId: string): Promise<Key | undefined> => keyOfAttendee(tables, attendeeId),

    /** Gone by themselves; the seat stays theirs until the pool is low. 1 write unit per KB; false when they were not in. */
    async leave(member: Member, at: string): Promise<boolean> {
      return (await write(tables, [departure(member, at, { isLost: false })])).isWritten;
    },

    /** The same, judged by their connection: who was heard of since they were read stays, and who connects again is back. */
    async lose(member: Member, at: string): Promise<void> {
      await write(tables, [departure(member, at, { isLost: true })]);
    },

    /** Connected: nobody waits for them any longer. Events that are older than what is known change nothing. */
    async connected(member: Member, attendeeId: string, at: string): Promise<void> {
      const change = { set: { mediaAt: at }, remove: ['awaitedSince', 'workQueue', 'priority'] };
      const isOut = member.state === 'left';
      const news = isOut ? back(member, at, lostSeat(attendeeId, at)) : update(member, change, newer(attendeeId, at));
      await write(tables, [news]);
    },

    /** Somebody of the stage who was judged gone is heard again; nothing if they left anew since they were read. */
    async returned(member: Member, at: string): Promise<void> {
      const when = { text: 'leftAt = :l', values: { ':l': member.leftAt } };
      if (member.state === 'left') await write(tables, [back(member, at, when)]);
    },

    /** Dropped or left the sound: awaited from now on; the sweep judges them gone. */
    async dropped(member: Member, attendeeId: string, at: string): Promise<void> {
      const set = { mediaAt: at, awaitedSince: at, workQueue: awaitedQueue(member.roomId), priority: at };
      await write(tables, [update(member, { set }, newer(attendeeId, at))]);
    },

    /** Room and member with a new stage credential, in one transaction; nothing for somebody who was banned meanwhile. */
    noteCredential: (
      before: Room,
      after: LiveRoom,
      userId: string,
      stage: StageCredential,
      at: string,
    ): Promise<Changed | undefined> => noteCredential(tables, { before, after, userId, stage, at }),

    /** Somebody is back with the credential they hold; false for one who was put out of the room meanwhile. 1 write unit per KB. */
    async keepCredential(
      { id, epoch }: LiveRoom,
      place: StagePlace,
      stage: StageCredential,
      at: string,
    ): Promise<boolean> {
      const held = stage.attendee.AttendeeId;
      return (await write(tables, [credentialWrite({ id, epoch }, place, stage, at, stillHolds(held))])).isWritten;
    },
  };
};

async function keyOfAttendee(tables: Tables, attendeeId: string): Promise<Key | undefined> {
  const where = 'attendeeId = :a';
  const values = { ':a': attendeeId };
  const page = await query(tables, { table: 'rooms', index: indexes.byAttendee, where, values });
  const item = page.items.find(({ sk }) => sk === memberKey('', '').sk);
  return item && toKey(item);
}

type Noting = {
  readonly before: Room;
  readonly after: LiveRoom;
  readonly userId: string;
  readonly stage: StageCredential;
  readonly at: string;
};

async function noteCredential(
  tables: Tables,
  { before, after, userId, stage, at }: Noting,
): Promise<Changed | undefined> {
  const place = placeOf(after, userId);
  if (!place) return undefined;
  const written = await write(tables, [roomWrite(before, after), credentialWrite(after, place, stage, at)]);
  if (written.isWritten) return written;
  const current = written.failures.find(({ index }) => index === 0)?.item;
  return current && { isWritten: false, current: toRoom(current) };
}

const wanted = (key: Key): Wanted => ({ table: 'rooms', key, isConsistent: true });
const toKey = (item: Item): Key => ({ pk: readText(item, 'pk'), sk: readText(item, 'sk') });

const update = (
  { roomId, userId }: Pick<Member, 'roomId' | 'userId'>,
  change: Extract<Write, { kind: 'update' }>['change'],
  when: Condition,
): Write => ({
  kind: 'update',
  table: 'rooms',
  key: memberKey(roomId, userId),
  change,
  when,
});

function back(member: Member, at: string, when: Condition): Write {
  const remove = ['leftAt', 'isLost', 'awaitedSince', 'workQueue', 'priority'];
  return update(member, { set: { state: 'joined', joinedAt: at, mediaAt: at }, remove }, when);
}

/** Out, unless they came anew since they were read. */
function departure(member: Member, at: string, { isLost }: { readonly isLost: boolean }): Write {
  const { roomId, seat, joinedAt, awaitedSince } = member;
  const queue = seat ? { workQueue: leftQueue(roomId, seat.epoch), priority: at } : {};
  const remove = ['peopleShard', 'awaitedSince', ...(seat ? [] : ['workQueue', 'priority'])];
  const change = { set: { state: 'left', leftAt: at, isLost, ...queue }, remove };
  const asRead = awaitedSince ? 'awaitedSince = :w' : 'attribute_not_exists(awaitedSince)';
  return update(member, change, {
    text: `#st = :joined AND joinedAt = :j${isLost ? ` AND ${asRead}` : ''}`,
    names: { '#st': 'state' },
    values: { ':joined': 'joined', ':j': joinedAt, ...(isLost && awaitedSince && { ':w': awaitedSince }) },
  });
}

function credentialWrite(
  { id: roomId, epoch }: Pick<LiveRoom, 'id' | 'epoch'>,
  { userId, role, credentialCount }: StagePlace,
  stage: StageCredential,
  at: string,
  when = notBanned,
): Write {
  const set = { roomId, userId, schemaVersion, state: 'joined', role, epoch, stage, credentialCount, joinedAt: at };
  const remove = ['leftAt', 'isLost', 'awaitedSince', 'workQueue', 'priority'];
  return update({ roomId, userId }, { set, remove }, when);
}

const notBanned: Condition = {
  text: 'attribute_not_exists(pk) OR #st <> :banned',
  names: { '#st': 'state' },
  values: { ':banned': 'banned' },
};

/** Who is put out, for good or by a block, holds nothing any more. */
const stillHolds = (attendeeId: string): Condition => ({
  text: '#st <> :banned AND #c.attendee.AttendeeId = :a',
  names: { '#st': 'state', '#c': 'stage' },
  values: { ':banned': 'banned', ':a': attendeeId },
});

/** Their own seat still, out by judgement only, and news from after it. */
const lostSeat = (attendeeId: string, at: string): Condition => ({
  text: '#st = :left AND isLost = :yes AND attendeeId = :a AND leftAt < :at',
  names: { '#st': 'state' },
  values: { ':left': 'left', ':yes': true, ':a': attendeeId, ':at': at },
});

/** Media events come doubled, late and in any order: only a later one of the seat held now counts. */
const newer = (attendeeId: string, at: string): Condition => ({
  text: '#st = :joined AND attendeeId = :a AND (attribute_not_exists(mediaAt) OR mediaAt < :at)',
  names: { '#st': 'state' },
  values: { ':joined': 'joined', ':a': attendeeId, ':at': at },
});
