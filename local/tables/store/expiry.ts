import type { Entry, Expiry, TableState } from './table.ts';

// The service ignores expiry times more than five years past.
const OLDEST_SECONDS = 5 * 365 * 86_400;

/** Keeps the list of expiries in step with a change. */
export function trackExpiry(table: TableState, before: Entry | undefined, after: Entry | undefined): void {
  const name = table.model.ttlAttribute;
  if (name === undefined) return;
  const [old, fresh] = [expiryOf(before, name), expiryOf(after, name)];
  if (old !== undefined && old.key !== fresh?.key) table.expiries.delete(old.key);
  if (fresh !== undefined) table.expiries.set(fresh);
}

/** Whatever is no number of epoch seconds never expires. */
function expiryOf(entry: Entry | undefined, name: string): Expiry | undefined {
  const value = entry?.item[name];
  if (entry === undefined || value === undefined || !('N' in value)) return undefined;
  const seconds = Math.floor(Number(value.N));
  if (seconds < 0 || seconds > 99_999_999_999) return undefined;
  return { key: String(seconds).padStart(11, '0') + entry.key, itemKey: entry.key, expiresAt: seconds * 1000 };
}

/** The entries whose time passed at least the lag ago. */
export function expiredEntries(table: TableState, now: number, lagMilliseconds: number): readonly Entry[] {
  const due = (now - lagMilliseconds) / 1000;
  const from = String(Math.max(0, Math.floor(now / 1000) - OLDEST_SECONDS)).padStart(11, '0');
  const until = String(Math.max(0, Math.floor(due) + 1)).padStart(11, '0');
  const stretch = { hasBegun: (key: string) => key >= from, hasEnded: (key: string) => key >= until };
  const expiries = [...table.expiries.ascend(stretch)];
  return expiries.map(({ itemKey }) => table.entries.get(itemKey)).filter((entry) => entry !== undefined);
}
