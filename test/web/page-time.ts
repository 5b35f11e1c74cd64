/** Time that passes only when a test says so. */
export type PageTime = {
  now(): number;
  after(milliseconds: number, run: () => void): () => void;
  /** Runs what falls due, in order, and lets promises settle in between. */
  pass(milliseconds: number): Promise<void>;
  /** The machine sleeps: what falls due meanwhile runs late, when time passes again. */
  sleep(milliseconds: number): void;
};

type Due = { readonly at: number; readonly run: () => void };

const settled = () => new Promise<void>((go) => setImmediate(go));

export function createPageTime(start: number): PageTime {
  let now = start;
  const waiting = new Set<Due>();
  const next = (until: number) =>
    [...waiting]
      .filter(({ at }) => at <= until)
      .reduce<Due | undefined>((a, b) => (a && a.at <= b.at ? a : b), undefined);
  return {
    now: () => now,
    after(milliseconds, run) {
      const due = { at: now + milliseconds, run };
      waiting.add(due);
      return () => void waiting.delete(due);
    },
    async pass(milliseconds) {
      const until = now + milliseconds;
      await settled();
      for (let due = next(until); due; due = next(until)) {
        waiting.delete(due);
        now = Math.max(now, due.at);
        due.run();
        await settled();
      }
      now = until;
    },
    sleep(milliseconds) {
      now += milliseconds;
    },
  };
}
