import type { Wiring } from '../wiring.ts';
import { batchGet, tablesOf } from './client.ts';
import { blockKey, counterShardCount, followerCountKey, followingCountKey, followKey, type Key } from './table.ts';
import { absent, present, type Write, write } from './write.ts';

export const follows = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** How one person stands to another: follow and blocks both ways in one call, half a unit each. */
    async between(userId: string, otherId: string) {
      const keys = [followKey(userId, otherId), blockKey(userId, otherId), blockKey(otherId, userId)];
      const wanted = keys.map((key) => ({ table: 'social' as const, key, isConsistent: true }));
      const [edge, blocking, blockedBy] = await batchGet(tables, wanted);
      return { isFollowing: edge !== undefined, isBlocked: blocking !== undefined || blockedBy !== undefined };
    },

    /**
     * Makes the edge and counts it, once however often it is asked for: 10 write units. False when either has blocked the
     * other by now: a block takes edges away, and none may come behind it.
     */
    async follow(followerId: string, followedId: string, at: string): Promise<boolean> {
      const edge = { ...followKey(followerId, followedId), followerId, followedId, edgeAt: at };
      const put: Write = { kind: 'put', table: 'social', item: edge, when: absent };
      const checks = [unblocked(followerId, followedId), unblocked(followedId, followerId)];
      const written = await write(tables, [...checks, put, ...counted(followerId, followedId, 1)]);
      return written.isWritten || written.failures.every(({ index }) => index >= checks.length);
    },

    /** Takes the edge away and counts it: 6 write units. */
    async unfollow(followerId: string, followedId: string): Promise<void> {
      const key = followKey(followerId, followedId);
      await write(tables, [
        { kind: 'remove', table: 'social', key, when: present },
        ...counted(followerId, followedId, -1),
      ]);
    },
  };
};

/** The shard is the follower's, so that taking an edge away lowers the counter it raised. */
function counted(followerId: string, followedId: string, by: 1 | -1): Write[] {
  const shard = Number(followerId.slice(-6)) % counterShardCount;
  return [count(followerCountKey(followedId, shard), by), count(followingCountKey(followerId), by)];
}

const unblocked = (blockerId: string, blockedId: string): Write => ({
  kind: 'check',
  table: 'social',
  key: blockKey(blockerId, blockedId),
  when: absent,
});

const count = (key: Key, by: number): Write => ({
  kind: 'update',
  table: 'social',
  key,
  change: { add: { count: by } },
  // Counters start at nothing and are never written otherwise; the edge's condition beside it guards them.
  when: { text: 'attribute_not_exists(pk) OR attribute_exists(pk)' },
});
