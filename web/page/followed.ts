import type { Frame } from '../realtime/grant.ts';
import { createStore, type Store, type Watched } from './store.ts';

/** Something that is read now and then, and told of in between. */
export type Followed<T> = {
  readonly shown: Watched<T>;
  hear(frame: Frame): void;
  /** What this page did itself, and so knows before it is told. */
  change(by: Change<T>): void;
  /** Reads; what was told or done meanwhile is laid over it, since the answer may be older. Throws what `read` throws. */
  refresh(): Promise<void>;
};
type Change<T> = (before: T) => T;

type Following<T> = {
  readonly first: T;
  /** Answers how what is known changes by the reading. */
  read(): Promise<Change<T>>;
  fold(known: T, frame: Frame): T;
};

export function follow<T>({ first, read, fold }: Following<T>): Followed<T> {
  const shown: Store<T> = createStore(first);
  const underWay = new Set<Change<T>[]>();
  let begun = 0;
  let youngest = 0;
  const change = (by: Change<T>) => {
    for (const meanwhile of underWay) meanwhile.push(by);
    shown.set(by(shown.get()));
  };
  return {
    shown,
    change,
    hear: (frame) => change((known) => fold(known, frame)),
    async refresh() {
      const meanwhile: Change<T>[] = [];
      begun += 1;
      const mine = begun;
      underWay.add(meanwhile);
      try {
        const taken = await read();
        if (mine < youngest) return;
        youngest = mine;
        shown.set(meanwhile.reduce((known, by) => by(known), taken(shown.get())));
      } finally {
        underWay.delete(meanwhile);
      }
    },
  };
}
