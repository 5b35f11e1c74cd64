import type { Invocation, Invoke, Json } from '../../../local/model.ts';
import type { createOperations, Outcome } from './operations.ts';
import type { Timeline } from './timeline.ts';
import { operationOfEvent, type Unit } from './units.ts';

export type InvokeOptions = {
  readonly units: ReadonlyMap<string, Unit>;
  readonly timeline: Timeline;
  readonly chance: () => number;
  readonly operations: ReturnType<typeof createOperations>;
  /** Told of what failed, whole or in part, and will be delivered again. */
  readonly onFailure: (operation: string, why: string) => void;
  /** Told of what crashed or ran too long, which without a fault is a slow call or two. */
  readonly onGone?: (operation: string) => void;
};

/** Lambda's part: starts a unit some time after it is asked to; what crashed or timed out is a failed invocation. */
export function createInvoke({ units, timeline, chance, operations, onFailure, onGone }: InvokeOptions): Invoke {
  let count = 0;
  return (functionArn, payload) => {
    const unit = units.get(unitOf(functionArn));
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
          if (outcome.kind === 'crashed') onGone?.(operation);
          resolve(toInvocation(outcome));
        });
      });
    });
  };
}

function failureOf(outcome: Outcome<unknown>): string | undefined {
  if (outcome.kind === 'failed') return textOf(outcome.error);
  if (outcome.kind === 'crashed') return undefined;
  return JSON.stringify(outcome.answer)?.includes('"itemIdentifier"') ? 'some of its items' : undefined;
}

function toInvocation(outcome: Outcome<unknown>): Invocation {
  if (outcome.kind === 'answered') return { isOk: true, payload: toJson(outcome.answer) };
  const errorMessage = outcome.kind === 'failed' ? textOf(outcome.error) : 'crashed';
  return { isOk: false, errorType: 'Unhandled', errorMessage };
}
const toJson = (answer: unknown) => answer as Json;

/** `rostrum-join` of the function's arn without the product's prefix. */
const unitOf = (functionArn: string): string =>
  functionArn.slice(functionArn.lastIndexOf(':') + 1).replace(/^rostrum-/, '');
export const textOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
