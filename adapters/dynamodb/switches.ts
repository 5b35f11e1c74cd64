import {
  everythingOn,
  type Switches,
  type SwitchName,
  switchesKeptSeconds,
  switchNames,
} from '../../domain/switches.ts';
import type { Wiring } from '../wiring.ts';
import { getItem, type Item, type Tables, tablesOf } from './client.ts';
import { readCount, readOptional, readTexts } from './read.ts';
import { schemaVersion } from './room-item.ts';
import { switchesKey } from './table.ts';
import { absent, write } from './write.ts';

type Copy = { readonly readAt: number; readonly switches: Promise<Switches> };
const copies = new WeakMap<Wiring, Copy>();

/** The brownout switches: one item, which no request writes. */
export const switches = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** As they were at most 5 seconds ago: half a read unit in that time and environment, however many ask. */
    async current(): Promise<Switches> {
      const known = copies.get(wiring);
      if (known && wiring.now() - known.readAt < switchesKeptSeconds * 1000) return known.switches;
      const copy = { readAt: wiring.now(), switches: readSwitches(tables) };
      copies.set(wiring, copy);
      // What failed is not kept: the next request asks again.
      copy.switches.catch(() => copies.delete(wiring));
      return copy.switches;
    },

    /** Turns them, unless somebody else did since `before` was read. 1 write unit. */
    async turn(after: Switches, versionBefore: number): Promise<boolean> {
      const item = { ...switchesKey, schemaVersion, ...after, off: [...after.off], version: versionBefore + 1 };
      const when = versionBefore === 0 ? absent : { text: 'version = :v', values: { ':v': versionBefore } };
      return (await write(tables, [{ kind: 'put', table: 'rooms', item, when }])).isWritten;
    },

    /** Past every copy, with the version that the next turn must name: 0 when nobody has turned one yet. */
    async asStored(): Promise<{ readonly switches: Switches; readonly version: number }> {
      const item = await getItem(tables, 'rooms', switchesKey);
      return item
        ? { switches: toSwitches(item), version: readCount(item, 'version') }
        : { switches: everythingOn, version: 0 };
    },
  };
};

async function readSwitches(tables: Tables): Promise<Switches> {
  const item = await getItem(tables, 'rooms', switchesKey, false);
  return item ? toSwitches(item) : everythingOn;
}

/** A name that this code does not know belongs to another version of it. */
function toSwitches(item: Item): Switches {
  const off = readTexts(item, 'off');
  return {
    off: switchNames.filter((name: SwitchName) => off.includes(name)),
    ...readOptional(item, 'tickPeriodSeconds', readCount),
  };
}
