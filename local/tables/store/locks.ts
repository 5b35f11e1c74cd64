import type { TableState } from './table.ts';

/** Items that a transaction under way holds. Others meet TransactionConflict; readers see the state before. */
export class Locks {
  readonly #held = new Set<string>();

  isHeld(table: TableState, key: string): boolean {
    return this.#held.size > 0 && this.#held.has(nameOf(table, key));
  }

  hold(items: readonly { readonly table: TableState; readonly key: string }[]): () => void {
    const names = items.map(({ table, key }) => nameOf(table, key));
    for (const name of names) this.#held.add(name);
    return () => {
      for (const name of names) this.#held.delete(name);
    };
  }
}

function nameOf(table: TableState, key: string): string {
  return `${table.model.name}\n${key}`;
}
