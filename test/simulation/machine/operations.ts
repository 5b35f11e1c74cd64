import { AsyncLocalStorage } from 'node:async_hooks';
import type { Timeline } from './timeline.ts';

/** One execution of an operation or worker: what its calls are counted under, and whether it still lives. */
export type Execution = {
  /** Counts from 1 in each run. */
  readonly number: number;
  readonly operation: string;
  isDead: boolean;
  /** What befell its calls, in order. */
  readonly befallen: string[];
  /** It never continues; whoever waits for it is told. */
  crash(): void;
};

export type Outcome<T> =
  | { readonly kind: 'answered'; readonly answer: T; readonly befallen: readonly string[] }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'crashed' };

const executions = new AsyncLocalStorage<Execution>();
export const currentExecution = (): Execution | undefined => executions.getStore();

/** Runs operations as the cloud does: each with its time limit, and gone for good when it crashes; `onCrash` is told then. */
export function createOperations(timeline: Timeline, onCrash: () => void = () => {}) {
  let count = 0;
  return {
    execute<T>(operation: string, timeoutSeconds: number, work: () => Promise<T>): Promise<Outcome<T>> {
      count += 1;
      const number = count;
      return new Promise((resolve) => {
        const crash = (): void => {
          execution.isDead = true;
          stopWaiting();
          onCrash();
          resolve({ kind: 'crashed' });
        };
        const execution: Execution = { number, operation, isDead: false, befallen: [], crash };
        const stopWaiting = timeline.after(timeoutSeconds * 1000, `${operation} times out`, crash);
        const end = (outcome: Outcome<T>): void => {
          stopWaiting();
          resolve(outcome);
        };
        executions.run(execution, work).then(
          (answer) => end({ kind: 'answered', answer, befallen: execution.befallen }),
          (error: unknown) => end({ kind: 'failed', error }),
        );
      });
    },
    /** As somebody with the operator's keys, outside of every operation. */
    aside: <T>(work: () => Promise<T>): Promise<T> => executions.exit(work),
  };
}
