import { randomUUID } from 'node:crypto';
import type { Cause, Clock, FunctionModel, Invocation, Invoke, Json, SendMessage, Shelf } from '../model.ts';
import { followingFrom } from './cause.ts';
import { PermanentFailure } from './retry.ts';

export type AsyncInvokeOptions = {
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly send: SendMessage;
  /** Functions outside this list are refused; without the list everything is tried. */
  readonly functions?: readonly FunctionModel[] | undefined;
  /** What is under way; it goes on after a restart. */
  readonly kept: Shelf<Pending>;
};

/** Invokes a function and answers at once, as Lambda's Event invocations do; throws when there is no such function. */
export type AsyncInvoke = (functionArn: string, payload: Json, cause: Cause) => void;

/** "Lambda retries function errors twice, with a one-minute wait before the first and two minutes before the second." */
const maxRetries = 2;
const waitSeconds = (retry: number): number => retry * 60;

type Failure = Extract<Invocation, { isOk: false }>;
export type Pending = {
  readonly functionArn: string;
  readonly payload: Json;
  readonly cause: Cause;
  readonly retries: number;
  /** Epoch milliseconds. */
  readonly dueAt: number;
};

async function invokeOnce(invoke: Invoke, { functionArn, payload, cause }: Pending): Promise<Failure | undefined> {
  try {
    const result = await invoke(functionArn, payload, followingFrom(cause));
    return result.isOk ? undefined : result;
  } catch (error) {
    return {
      isOk: false,
      errorType: 'Unavailable',
      errorMessage: error instanceof Error ? error.message : String(error),
    };
  }
}

/** Asynchronous invocation with Lambda's retries, then the function's dead-letter queue. */
export function createAsyncInvoke(options: AsyncInvokeOptions): AsyncInvoke {
  const { clock, invoke, send, functions, kept } = options;
  const deadLetterArns = new Map(functions?.map((model) => [model.arn, model.deadLetterArn]));

  const giveUp = ({ functionArn, payload, cause, retries }: Pending, failure: Failure): void => {
    const deadLetterArn = deadLetterArns.get(functionArn);
    if (deadLetterArn === undefined) {
      // In the cloud this event would be gone without a trace.
      console.error(`${functionArn} failed ${retries + 1} times and its event is lost: ${failure.errorMessage}`);
      return;
    }
    const attributes = { RequestID: randomUUID(), ErrorCode: '200', ErrorMessage: failure.errorMessage || 'unknown' };
    send(deadLetterArn, JSON.stringify(payload), { attributes }, cause);
  };

  const run = async (id: string, pending: Pending): Promise<void> => {
    const failure = await invokeOnce(invoke, pending);
    const retries = pending.retries + 1;
    if (failure === undefined || retries > maxRetries) {
      kept.remove(id);
      if (failure !== undefined) giveUp(pending, failure);
      return;
    }
    wait(id, { ...pending, retries, dueAt: clock.now() + waitSeconds(retries) * 1000 });
  };
  const wait = (id: string, pending: Pending): void => {
    kept.put(id, pending);
    clock.at(pending.dueAt, `${pending.functionArn} asynchronous retry`, () => run(id, pending));
  };
  for (const [id, pending] of kept.entries()) wait(id, pending);

  return (functionArn, payload, cause) => {
    if (functions !== undefined && !deadLetterArns.has(functionArn)) {
      throw new PermanentFailure('ResourceNotFoundException', `Function not found: ${functionArn}`);
    }
    const [id, pending] = [randomUUID(), { functionArn, payload, cause, retries: 0, dueAt: clock.now() }];
    kept.put(id, pending);
    void clock.track(run(id, pending));
  };
}
