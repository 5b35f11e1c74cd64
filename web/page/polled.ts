import { useCallback, useEffect, useRef, useState } from 'react';

export type Polled<T> = {
  readonly value: T | undefined;
  readonly error: unknown;
  /** Reads now: something was done. */
  readonly again: () => void;
};

/** Seconds, as the last reading has it (undefined until there was one); undefined when nothing more is waited for. */
export type Pause<T> = number | ((value: T | undefined) => number | undefined);

/**
 * Reads again and again while the page is looked at: for what no channel tells. The pause varies by a quarter so that many
 * pages do not ask in step. `read` and `pause` must keep their identity between renders.
 */
export function usePolled<T>(read: () => Promise<T>, pause: Pause<T>): Polled<T> {
  const [seen, setSeen] = useState<{ readonly value?: T; readonly error?: unknown }>({});
  const soon = useRef(() => {});
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    let known: T | undefined;
    let seconds: number | undefined = 0;
    let turns = 0;
    const round = async () => {
      clearTimeout(timer);
      turns += 1;
      const turn = turns;
      const found = await read().then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      // Whoever asked later knows better, and goes on.
      if (isOver || turn !== turns) return;
      setSeen((before) => ('error' in found ? { ...before, ...found } : found));
      if ('value' in found) known = found.value;
      seconds = typeof pause === 'number' ? pause : pause(known);
      if (seconds !== undefined) timer = setTimeout(onTurn, seconds * 1000 * (0.75 + Math.random() / 2));
    };
    const onTurn = () => {
      if (!document.hidden && seconds !== undefined) void round();
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
  }, [read, pause]);
  const again = useCallback(() => soon.current(), []);
  return { value: seen.value, error: seen.error, again };
}
