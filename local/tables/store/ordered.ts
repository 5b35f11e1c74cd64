const MOST_IN_CHUNK = 512;

/** A half-open stretch of keys: both tests must stay true once true while keys rise. */
export type Stretch = { readonly hasBegun: (key: string) => boolean; readonly hasEnded: (key: string) => boolean };

/**
 * Entries in the order of their keys, in chunks of at most 512: finding is two binary searches, and an insertion moves
 * one chunk only, so a room of 100 000 members costs what one of ten does.
 */
export class Ordered<Entry extends { readonly key: string }> {
  readonly #chunks: Entry[][] = [[]];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: string): Entry | undefined {
    const chunk = this.#chunkFor(key);
    const entry = chunk[firstAt(chunk, (each) => each.key >= key)];
    return entry?.key === key ? entry : undefined;
  }

  /** Puts the entry in its place, instead of the one with the same key if there is one. */
  set(entry: Entry): void {
    const chunk = this.#chunkFor(entry.key);
    const at = firstAt(chunk, (each) => each.key >= entry.key);
    if (chunk[at]?.key === entry.key) {
      chunk[at] = entry;
      return;
    }
    chunk.splice(at, 0, entry);
    this.#size++;
    if (chunk.length > MOST_IN_CHUNK) this.#split(chunk);
  }

  delete(key: string): void {
    const chunk = this.#chunkFor(key);
    const at = firstAt(chunk, (each) => each.key >= key);
    if (chunk[at]?.key !== key) return;
    chunk.splice(at, 1);
    this.#size--;
    if (chunk.length === 0 && this.#chunks.length > 1) this.#chunks.splice(this.#chunks.indexOf(chunk), 1);
  }

  *ascend(stretch: Stretch): Generator<Entry> {
    for (let at = this.#chunkWhere(stretch.hasBegun); at < this.#chunks.length; at++) {
      const chunk = this.#chunks[at] ?? [];
      for (let place = firstAt(chunk, (each) => stretch.hasBegun(each.key)); place < chunk.length; place++) {
        const entry = chunk[place];
        if (entry === undefined || stretch.hasEnded(entry.key)) return;
        yield entry;
      }
    }
  }

  *descend(stretch: Stretch): Generator<Entry> {
    for (let at = this.#chunkWhere(stretch.hasEnded); at >= 0; at--) {
      const chunk = this.#chunks[at] ?? [];
      for (let place = firstAt(chunk, (each) => stretch.hasEnded(each.key)) - 1; place >= 0; place--) {
        const entry = chunk[place];
        if (entry === undefined || !stretch.hasBegun(entry.key)) return;
        yield entry;
      }
    }
  }

  *all(): Generator<Entry> {
    for (const chunk of this.#chunks) yield* chunk;
  }

  /** The last chunk that starts at or before the key. */
  #chunkFor(key: string): Entry[] {
    const after = firstAt(this.#chunks, (chunk) => chunk[0] !== undefined && chunk[0].key > key);
    return this.#chunks[Math.max(0, after - 1)] ?? [];
  }

  /** The chunk in which the first key that passes the test lies, or the last one. */
  #chunkWhere(test: (key: string) => boolean): number {
    return Math.max(0, firstAt(this.#chunks, (chunk) => chunk[0] !== undefined && test(chunk[0].key)) - 1);
  }

  #split(chunk: Entry[]): void {
    const place = this.#chunks.indexOf(chunk);
    this.#chunks.splice(place + 1, 0, chunk.splice(chunk.length >> 1));
  }
}

function firstAt<Element>(elements: readonly Element[], test: (element: Element) => boolean): number {
  let [low, high] = [0, elements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const element = elements[middle];
    if (element !== undefined && test(element)) high = middle;
    else low = middle + 1;
  }
  return low;
}
