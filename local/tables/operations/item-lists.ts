import { invalid } from '../refusals.ts';
import { constraint } from '../request.ts';
import type { ItemKey } from '../store/keys.ts';
import type { TableState } from '../store/table.ts';

/** Refuses an empty list and one that is too long. */
export function refuseCount(name: string, count: number, most: number): void {
  if (count === 0) throw constraint('[]', name, 'Member must have length greater than or equal to 1');
  if (count > most) throw constraint('[...]', name, `Member must have length less than or equal to ${most}`);
}

/** Refuses a request that names one item twice. */
export function refuseRepeats(
  requests: readonly { readonly table: TableState; readonly key: ItemKey }[],
  message: string,
): void {
  const seen = new Set(requests.map(({ table, key }) => `${table.model.name}\n${key.key}`));
  if (seen.size < requests.length) throw invalid(message);
}
