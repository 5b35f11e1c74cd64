import type { FactsPlace } from '../../domain/account.ts';
import type { Wiring } from '../wiring.ts';
import { getItem, tablesOf } from './client.ts';
import { readFacts } from './profile-item.ts';
import { atVersion, versionOf } from './profiles.ts';
import { profileKey } from './table.ts';
import { write } from './write.ts';

/** What the surrounding app says about people, kept on their profiles or ahead of them. */
export const facts = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** The facts of a person who may not have been seen yet. 1 read unit per 4 KB. */
    async find(userId: string): Promise<FactsPlace> {
      const item = await getItem(tables, 'social', profileKey(userId));
      return { ...(item && readFacts(item)), version: versionOf(item), updatedAt: '' };
    },

    /** Writes facts if nothing was written since they were read: 1 write unit per KB; false when something was. */
    async keep(userId: string, before: FactsPlace, after: FactsPlace): Promise<boolean> {
      const { version, ...set } = after;
      const change = { set: { ...set, userId }, add: { version: version - before.version } };
      const when = atVersion(before.version);
      return (await write(tables, [{ kind: 'update', table: 'social', key: profileKey(userId), change, when }]))
        .isWritten;
    },
  };
};
