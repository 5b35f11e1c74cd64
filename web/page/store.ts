import { useSyncExternalStore } from 'react';

/** A value that changes outside React and is watched inside. */
export type Watched<T> = {
  get(): T;
  subscribe(listener: () => void): () => void;
};
export type Store<T> = Watched<T> & { set(value: T): void };

export function createStore<T>(first: T): Store<T> {
  let current = first;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(value) {
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export const useStore = <T>(store: Watched<T>): T => useSyncExternalStore(store.subscribe, store.get);
