import { invalid } from '../refusals.ts';
import { Attributes, copyItem, type Item, type Value } from '../values/value.ts';
import type { Path } from './paths.ts';

type Slot = Attributes | ListSlot;
/** A list being changed: old positions stay valid until the end, new elements queue by position. */
type ListSlot = { readonly elements: (Value | undefined)[]; readonly appended: Map<number, Value> };

/** An item being changed. Documents on the way to a change are copied once, everything else is shared with the old item. */
export class Draft {
  readonly #root: Attributes;
  readonly #open = new Map<string, { readonly slot: Slot; readonly path: Path }>();

  constructor(item: Item) {
    this.#root = copyItem(item);
  }

  set(path: Path, value: Value): void {
    const parent = this.#parentOf(path);
    const last = path.at(-1);
    if (parent instanceof Attributes && typeof last === 'string') parent[last] = value;
    else if (!(parent instanceof Attributes) && typeof last === 'number') {
      if (last < parent.elements.length) parent.elements[last] = value;
      else parent.appended.set(last, value);
    } else throw wrongPath();
  }

  remove(path: Path): void {
    const parent = this.#parentOf(path);
    const last = path.at(-1);
    if (parent instanceof Attributes && typeof last === 'string') delete parent[last];
    else if (!(parent instanceof Attributes) && typeof last === 'number') {
      if (last < parent.elements.length) parent.elements[last] = undefined;
    } else throw wrongPath();
  }

  /** Closes the open documents, the deepest first, and gives back the whole. */
  finish(): Item {
    const open = [...this.#open.values()].sort((one, other) => other.path.length - one.path.length);
    for (const { slot, path } of open) this.set(path, slot instanceof Attributes ? { M: slot } : { L: closed(slot) });
    return this.#root;
  }

  #parentOf(path: Path): Slot {
    if (path.length === 1) return this.#root;
    const place = path.slice(0, -1);
    const id = JSON.stringify(place);
    const known = this.#open.get(id);
    if (known !== undefined) return known.slot;
    const value = this.#valueIn(this.#parentOf(place), place.at(-1));
    if (value === undefined || !('M' in value || 'L' in value)) throw wrongPath();
    const slot = 'M' in value ? copyItem(value.M) : { elements: [...value.L], appended: new Map() };
    this.#open.set(id, { slot, path: place });
    return slot;
  }

  #valueIn(slot: Slot, step: string | number | undefined): Value | undefined {
    if (slot instanceof Attributes) return typeof step === 'string' ? slot[step] : undefined;
    return typeof step === 'number' ? slot.elements[step] : undefined;
  }
}

function closed(slot: ListSlot): readonly Value[] {
  const appended = [...slot.appended].sort(([one], [other]) => one - other).map(([, value]) => value);
  return [...slot.elements.filter((element) => element !== undefined), ...appended];
}

function wrongPath(): Error {
  return invalid('The document path provided in the update expression is invalid for update');
}
