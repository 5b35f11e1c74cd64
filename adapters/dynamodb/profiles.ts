import type { Profile } from '../../domain/person.ts';
import type { Wiring } from '../wiring.ts';
import { batchGet, getItem, type Item, tablesOf, type Wanted } from './client.ts';
import { fromProfile, isSeen, readFacts, toProfile } from './profile-item.ts';
import { readCount, readText } from './read.ts';
import { counterShardCount, followerCountKey, followingCountKey, handleKey, type Key, profileKey } from './table.ts';
import { absent, type Condition, type Write, write } from './write.ts';

export const profiles = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** The profile without counts of the own graph: 1 read unit per 4 KB. */
    async find(userId: string): Promise<Profile | undefined> {
      const item = await getItem(tables, 'social', profileKey(userId));
      return item && isSeen(item) ? toProfile(item) : undefined;
    },

    /** Profiles by id in one call, without counts; unknown ids are missing from the answer. Half a unit each. */
    async findMany(userIds: readonly string[]): Promise<readonly Profile[]> {
      const items = await batchGet(
        tables,
        userIds.map((id) => ({ table: 'social', key: profileKey(id), isConsistent: false })),
      );
      return items.flatMap((item) => (item && isSeen(item) ? [toProfile(item)] : []));
    },

    /** The profile with the counts of the own graph, out of their shards: one call, about 10 read units. */
    async findWithCounts(userId: string): Promise<Profile | undefined> {
      const wanted = [profileKey(userId), followingCountKey(userId), ...counterKeys(userId)];
      const [item, following, ...followers] = await batchGet(tables, wanted.map(consistent));
      if (!item || !isSeen(item)) return undefined;
      return toProfile(item, {
        followerCount: followers.reduce((sum, shard) => sum + countOf(shard), 0),
        followingCount: countOf(following),
      });
    },

    /** Whose handle it is, without regard to case: 1 read unit. */
    async userIdOfHandle(handle: string): Promise<string | undefined> {
      const item = await getItem(tables, 'social', handleKey(handle));
      return item && readText(item, 'userId');
    },

    /**
     * Makes the profile of a person seen for the first time, with the facts that came before: two write transactions' worth
     * of 1 KB each. `taken`: the handle belongs to somebody else; `exists`: somebody was faster.
     */
    async create(profile: Profile): Promise<'created' | 'taken' | 'exists'> {
      const waiting = await getItem(tables, 'social', profileKey(profile.userId));
      if (waiting && isSeen(waiting)) return 'exists';
      const merged = { ...profile, ...(waiting && readFacts(waiting)), version: versionOf(waiting) + 1 };
      const written = await write(tables, [profilePut(merged, versionOf(waiting)), handlePut(profile)]);
      if (written.isWritten) return 'created';
      return written.failures.some(({ index }) => index === 1) ? 'taken' : 'exists';
    },

    /** Writes the person's own changes if nobody wrote the profile since: 2 to 6 write units. A new handle must be free. */
    async change(before: Profile, after: Profile): Promise<'changed' | 'taken' | 'stale'> {
      const isRenamed = before.handle.toLowerCase() !== after.handle.toLowerCase();
      const rename: Write[] = isRenamed
        ? [
            handlePut(after),
            { kind: 'remove', table: 'social', key: handleKey(before.handle), when: ownedBy(after.userId) },
          ]
        : [];
      const written = await write(tables, [profilePut(after, before.version), ...rename]);
      if (written.isWritten) return 'changed';
      return written.failures.some(({ index }) => index === 1) ? 'taken' : 'stale';
    },
  };
};

export const counterKeys = (userId: string): readonly Key[] =>
  Array.from({ length: counterShardCount }, (_, shard) => followerCountKey(userId, shard));

const consistent = (key: Key): Wanted => ({ table: 'social', key, isConsistent: true });
const countOf = (item: Item | undefined): number => (item ? readCount(item, 'count') : 0);
export const versionOf = (item: Item | undefined): number => (item ? readCount(item, 'version') : 0);

export const atVersion = (version: number): Condition =>
  version === 0 ? absent : { text: '#v = :v', names: { '#v': 'version' }, values: { ':v': version } };

/** The profile's next state if nobody wrote it since `version`; 0 when there is none yet. */
export const profilePut = (profile: Profile, version: number): Write => ({
  kind: 'put',
  table: 'social',
  item: fromProfile(profile),
  when: atVersion(version),
});

const ownedBy = (userId: string): Condition => ({ text: 'userId = :owner', values: { ':owner': userId } });
const handlePut = ({ handle, userId }: Profile): Write => ({
  kind: 'put',
  table: 'social',
  item: { ...handleKey(handle), userId },
  when: { ...ownedBy(userId), text: 'attribute_not_exists(pk) OR userId = :owner' },
});
