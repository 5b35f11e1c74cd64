import { useCallback, useEffect, useState } from 'react';

export type Polled<T> = {
  readonly value: T | undefined;
  readonly error: unknown;
  /** Reads now, without waiting for the next turn. */
  refresh(): void;
};

/**
 * Reads again and again while the page is looked at. Until realtime messages exist this is how a page learns of changes;
 * the pause varies by a quarter so that many pages do not ask in step. Nothing changes any more after a value that `isLast`
 * names. Both functions must keep their identity between renders.
 */
export function usePolled<T>(
  read: () => Promise<T>,
  everySeconds: number,
  isLast: (value: T) => boolean = never,
): Polled<T> {
  const [seen, setSeen] = useState<{ readonly value?: T; readonly error?: unknown }>({});
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn is a new round of reading
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
      if ('value' in found && isLast(found.value)) return stop();
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
    void round();
    document.addEventListener('visibilitychange', onTurn);
    return stop;
  }, [read, everySeconds, isLast, turn]);
  const refresh = useCallback(() => setTurn((before) => before + 1), []);
  return { value: seen.value, error: seen.error, refresh };
}

const never = (): boolean => false;
