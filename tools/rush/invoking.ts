import type { Invocation, Invoke, Json } from '../../local/model.ts';
import type { createOperations, Outcome } from '../../test/simulation/machine/operations.ts';
import type { Timeline } from '../../test/simulation/machine/timeline.ts';
import { operationOfEvent, type Unit } from '../../test/simulation/machine/units.ts';

export type InvokeOptions = {
  readonly units: ReadonlyMap<string, Unit>;
  readonly timeline: Timeline;
  readonly chance: () => number;
  readonly operations: ReturnType<typeof createOperations>;
  /** Told of what failed, whole or in part, with the reason. */
  readonly onFailure: (operation: string, why: string) => void;
};

/** Starts workers as Lambda does: some time after they are asked for, each with its time limit. */
export function createInvoke({ units, timeline, chance, operations, onFailure }: InvokeOptions): Invoke {
  let count = 0;
  return (functionArn, payload) => {
    const unit = units.get(functionArn.slice(functionArn.lastIndexOf(':') + 1).replace(/^rostrum-/, ''));
    if (!unit) return Promise.resolve({ isOk: true, payload: null });
    const operation = operationOfEvent(unit, payload);
    count += 1;
    const requestId = `invocation-${count}`;
    return new Promise((resolve) => {
      timeline.after(1 + chance() * 40, `${operation} starts`, () => {
        const work = operations.execute(operation, unit.timeoutSeconds, () => unit.run(payload, requestId));
        void work.then((outcome) => {
          const why = failureOf(outcome);
          if (why !== undefined) onFailure(operation, why);
          resolve(toInvocation(outcome));
        });
      });
    });
  };
}

function failureOf(outcome: Outcome<unknown>): string | undefined {
  if (outcome.kind === 'failed') return String(outcome.error);
  if (outcome.kind === 'crashed') return 'ran too long';
  return JSON.stringify(outcome.answer)?.includes('"itemIdentifier"') ? 'some of its items' : undefined;
}

function toInvocation(outcome: Outcome<unknown>): Invocation {
  if (outcome.kind === 'answered') return { isOk: true, payload: toJson(outcome.answer) };
  return { isOk: false, errorType: 'Unhandled', errorMessage: outcome.kind };
}
const toJson = (answer: unknown) => answer as Json;
