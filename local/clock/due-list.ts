export type DueItem = {
  readonly time: number;
  readonly order: number;
  readonly label: string;
  readonly run: () => void | Promise<void>;
  isCanceled: boolean;
};

function isBefore(left: DueItem, right: DueItem): boolean {
  return left.time < right.time || (left.time === right.time && left.order < right.order);
}

/** Due times in order (a binary heap); items of one time keep the order in which they came. Canceled items leave when they reach the top. */
export class DueList {
  readonly #heap: DueItem[] = [];

  add(item: DueItem): void {
    const heap = this.#heap;
    let place = heap.push(item) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(item, parent)) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = item;
  }

  /** The earliest time something is due, or Infinity. */
  nextTime(): number {
    let top = this.#heap[0];
    while (top?.isCanceled) {
      this.#removeTop();
      top = this.#heap[0];
    }
    return top === undefined ? Number.POSITIVE_INFINITY : top.time;
  }

  /** Takes out everything due at or before the time, in order. */
  takeUntil(time: number): DueItem[] {
    const taken: DueItem[] = [];
    while (this.nextTime() <= time) {
      const item = this.#removeTop();
      if (item !== undefined) taken.push(item);
    }
    return taken;
  }

  clear(): void {
    this.#heap.length = 0;
  }

  #removeTop(): DueItem | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (top !== undefined && last !== undefined && last !== top) this.#sinkFromTop(last);
    return top;
  }

  #sinkFromTop(item: DueItem): void {
    const heap = this.#heap;
    let place = 0;
    for (;;) {
      const left = heap[2 * place + 1];
      const right = heap[2 * place + 2];
      if (left === undefined) break;
      const isRightFirst = right !== undefined && isBefore(right, left);
      const child = isRightFirst ? right : left;
      if (!isBefore(child, item)) break;
      heap[place] = child;
      place = 2 * place + (isRightFirst ? 2 : 1);
    }
    heap[place] = item;
  }
}
