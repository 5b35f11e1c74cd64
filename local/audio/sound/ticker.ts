export type Ticker = {
  start(): void;
  stop(): void;
  isRunning(): boolean;
  stats(): { readonly ticks: number; readonly late: number };
};

const tickMilliseconds = 20;
/** So far behind, sound is skipped instead of caught up: a burst of old packets only makes the listeners' buffers grow. */
const hopelessMilliseconds = 100;

/** Calls `run` every 20 ms of real time, held to absolute time because timers drift; ticks that were skipped are counted. */
export function createTicker(run: (tick: number) => void): Ticker {
  let timer: NodeJS.Timeout | undefined;
  let nextAt = 0;
  let ticks = 0;
  let late = 0;

  function beat(): void {
    const now = performance.now();
    if (now - nextAt > hopelessMilliseconds) {
      const skipped = Math.floor((now - nextAt) / tickMilliseconds);
      late += 1;
      ticks += skipped;
      nextAt += skipped * tickMilliseconds;
    }
    for (; nextAt <= now; nextAt += tickMilliseconds) run(++ticks);
    timer = setTimeout(beat, Math.max(1, nextAt - performance.now()));
  }

  return {
    start() {
      if (timer !== undefined) return;
      nextAt = performance.now() + tickMilliseconds;
      timer = setTimeout(beat, tickMilliseconds);
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
    isRunning: () => timer !== undefined,
    stats: () => ({ ticks, late }),
  };
}
