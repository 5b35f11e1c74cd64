import { randomUUID } from 'node:crypto';
import type { Cause, Clock, FunctionModel, Invocation, Invoke, Json, SendMessage } from '../model.ts';
import { followingFrom } from './cause.ts';
import { PermanentFailure } from './retry.ts';

export type AsyncInvokeOptions = {
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly send: SendMessage;
  /** Functions outside this list are refused; without the list everything is tried. */
  readonly functions?: readonly FunctionModel[] | undefined;
};

/** Invokes a function and answers at once, as Lambda's Event invocations do; throws when there is no such function. */
export type AsyncInvoke = (functionArn: string, payload: Json, cause: Cause) => void;

/** "Lambda retries function errors twice, with a one-minute wait before the first and two minutes before the second." */
const maxRetries = 2;
const waitSeconds = (retry: number): number => retry * 60;

type Failure = Extract<Invocation, { isOk: false }>;
type Pending = { readonly functionArn: string; readonly payload: Json; readonly cause: Cause };

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
  const { clock, invoke, send, functions } = options;
  const deadLetterArns = new Map(functions?.map((model) => [model.arn, model.deadLetterArn]));

  const giveUp = ({ functionArn, payload, cause }: Pending, failure: Failure, count: number): void => {
    const deadLetterArn = deadLetterArns.get(functionArn);
    if (deadLetterArn === undefined) {
      // In the cloud this event would be gone without a trace.
      console.error(`${functionArn} failed ${count} times and its event is lost: ${failure.errorMessage}`);
      return;
    }
    const attributes = { RequestID: randomUUID(), ErrorCode: '200', ErrorMessage: failure.errorMessage || 'unknown' };
    send(deadLetterArn, JSON.stringify(payload), { attributes }, cause);
  };

  const run = async (pending: Pending, retries: number): Promise<void> => {
    const failure = await invokeOnce(invoke, pending);
    if (failure === undefined) return;
    const nextAt = clock.now() + waitSeconds(retries + 1) * 1000;
    if (retries >= maxRetries) giveUp(pending, failure, retries + 1);
    else clock.at(nextAt, `${pending.functionArn} asynchronous retry`, () => run(pending, retries + 1));
  };

  return (functionArn, payload, cause) => {
    if (functions !== undefined && !deadLetterArns.has(functionArn)) {
      throw new PermanentFailure('ResourceNotFoundException', `Function not found: ${functionArn}`);
    }
    void clock.track(run({ functionArn, payload, cause }, 0));
  };
}
