import { randomUUID } from 'node:crypto';
import type { Clock, FunctionModel, Invocation, Invoke, Principal } from '../model.ts';
import { environmentOf, keyIdOf } from './environment.ts';
import { createLog, type LogLine } from './log.ts';
import { createPool, type Pool } from './pool.ts';

export type RunnerOptions = {
  readonly clock: Clock;
  readonly functions: readonly FunctionModel[];
  readonly region: string;
  /** Origin of the AWS wire APIs, e.g. `http://127.0.0.1:4000`. */
  readonly wireOrigin: string;
  /** Origin of the payment service's stand-in. @default nobody is told of one */
  readonly stripeUrl?: string | undefined;
  /** Threads per function. More than one shows state that is wrongly shared between environments. @default 1 */
  readonly concurrency?: number;
  readonly onLog?: (line: LogLine) => void;
};

export type Runner = {
  readonly invoke: Invoke;
  /** The function that signs with this key id. */
  principalOf(keyId: string): Principal | undefined;
  /** The last lines the functions wrote, oldest first. */
  logs(): readonly LogLine[];
  /** Loads every function that has not been called yet, one after the other. */
  warm(): Promise<void>;
  close(): Promise<void>;
};

// Lambda's limit for payloads of synchronous calls and their answers: 6 MB.
const payloadLimit = 6 * 1024 * 1024;

const tooLarge = (what: string, errorType: string): Invocation => ({
  isOk: false,
  errorType,
  errorMessage: `${what} payload size exceeded maximum allowed payload size (${payloadLimit} bytes).`,
});
const requestTooLarge = tooLarge('Request', 'RequestTooLargeException');
const answerTooLarge = tooLarge('Response', 'Function.ResponseSizeTooLarge');

/** Runs the template's functions, each in a thread of its own that starts with the first call. */
export function createRunner(options: RunnerOptions): Runner {
  const log = createLog({ now: () => options.clock.now(), ...(options.onLog && { onLine: options.onLog }) });
  const pools = new Map<string, Pool>();
  const principals = new Map<string, Principal>();
  for (const model of options.functions) {
    const keyId = keyIdOf(model.arn);
    principals.set(keyId, { keyId, isOperator: false, functionName: model.name, roleArn: model.roleArn });
    const environment = environmentOf(model, options);
    const onLine = (text: string, isError: boolean): void => log.write(model.name, text, isError);
    const wireHost = new URL(options.wireOrigin).host;
    const thread = { model, environment, wireHost, clockOffset: options.clock.offset, onLine };
    pools.set(model.arn, createPool(thread, options.concurrency ?? 1));
  }
  const invoke: Invoke = async (functionArn, payload, cause) => {
    const pool = pools.get(functionArn);
    if (pool === undefined) {
      return {
        isOk: false,
        errorType: 'ResourceNotFoundException',
        errorMessage: `Function not found: ${functionArn}`,
      };
    }
    if (JSON.stringify(payload).length > payloadLimit) return requestTooLarge;
    const id = randomUUID();
    const answer = await pool.invoke(id, payload, cause);
    return answer.isOk && JSON.stringify(answer.payload).length > payloadLimit ? answerTooLarge : answer;
  };
  return {
    invoke: (functionArn, payload, cause) => options.clock.track(invoke(functionArn, payload, cause)),
    principalOf: (keyId) => principals.get(keyId),
    logs: () => log.lines(),
    async warm() {
      for (const pool of pools.values()) await pool.warm();
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}
