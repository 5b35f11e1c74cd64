import { type Block, maxBlocked } from '../../domain/block.ts';
import type { Wiring } from '../wiring.ts';
import { getItem, query, tablesOf } from './client.ts';
import { readText, readTexts } from './read.ts';
import { blockKey, blockSetKey, indexes } from './table.ts';
import { absent, present, type Write, write } from './write.ts';

/** Who keeps whom away: an edge that doors check, and beside it the packed list that labels are made of. */
export const blocks = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /**
     * Edge and list in one transaction: 2 write units, and 2 for each KB of the list (20 bytes a person). `known`: they were
     * blocked before; `full`: the list takes nobody more.
     */
    async block(block: Block): Promise<'made' | 'known' | 'full'> {
      const { blockerId, blockedId } = block;
      const edge: Write = { kind: 'put', table: 'social', item: { ...keyOf(block), ...block }, when: absent };
      const listed: Write = {
        kind: 'update',
        table: 'social',
        key: blockSetKey(blockerId),
        change: { add: { userIds: new Set([blockedId]) } },
        when: {
          text: 'attribute_not_exists(userIds) OR size(userIds) < :limit OR contains(userIds, :u)',
          values: { ':limit': maxBlocked, ':u': blockedId },
        },
      };
      const written = await write(tables, [edge, listed]);
      if (written.isWritten) return 'made';
      return written.failures.some(({ index }) => index === 0) ? 'known' : 'full';
    },

    /** Takes edge and list entry away, at the same cost; nothing happens when there is none. */
    async unblock(blockerId: string, blockedId: string): Promise<void> {
      await write(tables, [
        { kind: 'remove', table: 'social', key: blockKey(blockerId, blockedId), when: present },
        {
          kind: 'update',
          table: 'social',
          key: blockSetKey(blockerId),
          change: { drop: { userIds: new Set([blockedId]) } },
          when: present,
        },
      ]);
    },

    /** The block that stands now. 1 read unit. */
    async find(blockerId: string, blockedId: string): Promise<Block | undefined> {
      const item = await getItem(tables, 'social', blockKey(blockerId, blockedId));
      return item && { blockerId, blockedId, at: readText(item, 'at') };
    },

    /** Everybody a person has blocked: 1 read unit for 200 of them, 50 for a full list. */
    async listOf(blockerId: string): Promise<ReadonlySet<string>> {
      const item = await getItem(tables, 'social', blockSetKey(blockerId));
      // The service takes an emptied set away and leaves the item.
      return new Set(item?.['userIds'] === undefined ? [] : readTexts(item, 'userIds'));
    },

    /** Who has blocked somebody, a page at a time in the index's order: half a read unit for about 20 of them. */
    async pageOfBlockers(blockedId: string, limit: number, after: string | undefined): Promise<readonly string[]> {
      const page = await query(tables, {
        table: 'social',
        index: indexes.blockers,
        where: `blockedId = :u${after === undefined ? '' : ' AND blockerId > :a'}`,
        values: { ':u': blockedId, ...(after !== undefined && { ':a': after }) },
        limit,
      });
      return page.items.map((item) => readText(item, 'blockerId'));
    },
  };
};

const keyOf = ({ blockerId, blockedId }: Block) => blockKey(blockerId, blockedId);
