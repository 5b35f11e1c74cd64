import type { Json, Shelf } from '../model.ts';
import type { Change } from './frames.ts';

/** All shelves in memory, and what was changed since it was last taken. Values are shared with the parts, not copied. */
export class Shelves {
  readonly #kept = new Map<string, Map<string, Json>>();
  readonly #onChange: () => void;
  #changed = new Map<string, Set<string>>();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Brings in what was read from the folder. */
  restore(changes: readonly Change[]): void {
    for (const [name, key, value] of changes) {
      if (value === undefined) this.#valuesOf(name).delete(key);
      else this.#valuesOf(name).set(key, value);
    }
  }

  shelf<Value>(name: string): Shelf<Value> {
    const values = this.#valuesOf(name);
    const change = (key: string): void => {
      const keys = this.#changed.get(name);
      if (keys === undefined) this.#changed.set(name, new Set([key]));
      else keys.add(key);
      this.#onChange();
    };
    return {
      put(key, value) {
        values.set(key, toJson(value));
        change(key);
      },
      remove(key) {
        if (values.delete(key)) change(key);
      },
      entries: () => [...values].map(([key, value]) => [key, readValue<Value>(value)]),
    };
  }

  /** What changed since the last time, one change for each key however often it was put. */
  takeChanges(): readonly Change[] {
    const changed = this.#changed;
    this.#changed = new Map();
    return [...changed].flatMap(([name, keys]) => {
      const values = this.#valuesOf(name);
      return [...keys].map((key) => changeOf(name, key, values.get(key)));
    });
  }

  /** Everything as it is now; later changes do not reach the copy. */
  copy(): readonly Change[] {
    return [...this.#kept].flatMap(([name, values]) => [...values].map(([key, value]) => changeOf(name, key, value)));
  }

  #valuesOf(name: string): Map<string, Json> {
    const values = this.#kept.get(name) ?? new Map<string, Json>();
    this.#kept.set(name, values);
    return values;
  }
}

function changeOf(name: string, key: string, value: Json | undefined): Change {
  return value === undefined ? [name, key] : [name, key, value];
}

// Each shelf's owner reads what it put itself: the format's version stands for the shape.
const toJson = (value: unknown): Json => value as Json;
const readValue = <Value>(value: Json): Value => value as Value;
