import { useCallback, useEffect, useRef, useState } from 'react';

export type Polled<T> = {
  readonly value: T | undefined;
  readonly error: unknown;
  /** Reads now: something was done. */
  readonly again: () => void;
};

/**
 * Reads again and again while the page is looked at: for what no channel tells. The pause varies by a quarter so that many
 * pages do not ask in step. `read` must keep its identity between renders.
 */
export function usePolled<T>(read: () => Promise<T>, everySeconds: number): Polled<T> {
  const [seen, setSeen] = useState<{ readonly value?: T; readonly error?: unknown }>({});
  const soon = useRef(() => {});
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const round = async () => {
      clearTimeout(timer);
      const found = await read().then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      if (isOver) return;
      setSeen((before) => ('error' in found ? { ...before, ...found } : found));
      timer = setTimeout(onTurn, everySeconds * 1000 * (0.75 + Math.random() / 2));
    };
    const onTurn = () => {
      if (!document.hidden) void round();
    };
    const stop = () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onTurn);
    };
    soon.current = () => void round();
    void round();
    document.addEventListener('visibilitychange', onTurn);
    return stop;
  }, [read, everySeconds]);
  const again = useCallback(() => soon.current(), []);
  return { value: seen.value, error: seen.error, again };
}
