import { type AuditEntry, type AuditHead, emptyChain, entryAfter } from '../../domain/audit.ts';
import { type Act, actKinds } from '../../domain/moderation.ts';
import type { Wiring } from '../wiring.ts';
import { batchGet, getItem, type Item, query, type Tables, tablesOf } from './client.ts';
import { readCount, readOneOf, readOptional, readText, readTexts } from './read.ts';
import { schemaVersion } from './room-item.ts';
import { actKey, auditKey, auditRoomKey, auditRoomPartition, chainHeadKey } from './table.ts';
import { absent, type Write, type Written, write } from './write.ts';

/** The audit log as it is read; it is written with the acts themselves. */
export const audit = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** 1 read unit. */
    head: () => headOf(tables),

    /** Entries by their places, those that are missing undefined: 1 read unit each. */
    async entries(places: readonly number[]): Promise<readonly (AuditEntry | undefined)[]> {
      const wanted = places.map((seq) => ({ table: 'social' as const, key: auditKey(seq), isConsistent: true }));
      return (await batchGet(tables, wanted)).map((item) => item && toEntry(item));
    },

    /** What lies beside an entry: the copy that whoever it concerns reads, and its mark in the room's list. 2 read units. */
    async beside({ userId = '', roomId = '', actId, seq }: AuditEntry): Promise<{ act?: Act; isInRoom: boolean }> {
      const keys = [actKey(userId, actId), auditRoomKey(roomId, seq)];
      const wanted = keys.map((key) => ({ table: 'social' as const, key, isConsistent: true }));
      const [act, mark] = await batchGet(tables, wanted);
      return { ...(act && { act: toAct(act) }), isInRoom: mark !== undefined };
    },

    /** Places of the entries about one room, newest first, before a place: 1 read unit a page. */
    async placesOfRoom(roomId: string, limit: number, before: number | undefined): Promise<readonly number[]> {
      const page = await query(tables, {
        table: 'social',
        where: before === undefined ? 'pk = :pk' : 'pk = :pk AND sk < :before',
        values: {
          ':pk': auditRoomPartition(roomId),
          ...(before !== undefined && { ':before': auditRoomKey(roomId, before).sk }),
        },
        limit,
        isBackward: true,
        isConsistent: true,
      });
      return page.items.map((item) => readCount(item, 'seq'));
    },
  };
};

async function headOf(tables: Tables): Promise<AuditHead> {
  const item = await getItem(tables, 'social', chainHeadKey);
  return item ? { seq: readCount(item, 'seq'), hash: readText(item, 'hash') } : emptyChain;
}

/** More moderators than act in the same instant. */
const attempts = 25;

/**
 * Writes what an act does together with the act itself: its entry in the chain, the way to it by room, and the person's own
 * copy. All or nothing; about 8 write units beside the effect. The answer speaks of the effect's conditions only: a race for
 * the chain's head is run again here.
 */
export async function writeWithAct(tables: Tables, effect: readonly Write[], act: Act): Promise<Written> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const written = await write(tables, [...effect, ...chainWrites(tables.wiring, await headOf(tables), act)]);
    if (written.isWritten) return written;
    const failures = written.failures.filter(({ index }) => index < effect.length);
    if (failures.length > 0) return { isWritten: false, failures };
  }
  throw new Error('Too many acts at once: the audit chain could not be written');
}

function chainWrites({ digest }: Wiring, head: AuditHead, act: Act): Write[] {
  const { userId, roomId } = act;
  const entry = entryAfter(head, act, digest);
  const { seq, hash } = entry;
  const moved =
    head.seq === 0 ? absent : { text: 'seq = :s AND #h = :h', names: { '#h': 'hash' }, values: toBefore(head) };
  const put = (item: Extract<Write, { kind: 'put' }>['item'], when = absent): Write => ({
    kind: 'put',
    table: 'social',
    item,
    when,
  });
  return [
    put({ ...chainHeadKey, schemaVersion, seq, hash }, moved),
    put({ ...auditKey(seq), schemaVersion, ...entry }),
    ...(roomId === undefined ? [] : [put({ ...auditRoomKey(roomId, seq), schemaVersion, seq })]),
    ...(userId === undefined ? [] : [put({ ...actKey(userId, act.id), schemaVersion, ...act })]),
  ];
}

const toBefore = ({ seq, hash }: AuditHead): Item => ({ ':s': seq, ':h': hash });

export const toAct = (item: Item): Act => ({ id: readText(item, 'id'), ...toActFields(item) });

function toEntry(item: Item): AuditEntry {
  return {
    ...toActFields(item),
    actId: readText(item, 'actId'),
    seq: readCount(item, 'seq'),
    hash: readText(item, 'hash'),
    prevHash: readText(item, 'prevHash'),
  };
}

const toActFields = (item: Item): Omit<Act, 'id'> => ({
  kind: readOneOf(item, 'kind', actKinds),
  byUserId: readText(item, 'byUserId'),
  ...readOptional(item, 'userId', readText),
  ...readOptional(item, 'roomId', readText),
  ...readOptional(item, 'reportId', readText),
  reason: readText(item, 'reason'),
  ...readOptional(item, 'until', readText),
  ...readOptional(item, 'allows', readTexts),
  at: readText(item, 'at'),
});
