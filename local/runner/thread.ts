import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { compileCacheOf } from '../assembly/run-node.ts';
import type { Cause, FunctionModel, Invocation, Json } from '../model.ts';
import type { InvokeMessage, WorkerMessage, WorkerSeed } from './messages.ts';

export type ThreadOptions = {
  readonly model: FunctionModel;
  readonly environment: Readonly<Record<string, string>>;
  readonly wireHost: string;
  readonly clockOffset: SharedArrayBuffer;
  readonly onLine: (text: string, isError: boolean) => void;
};

/** One execution environment of a function. */
export type Thread = {
  /** False once it crashed, could not load or a call in it timed out: it takes no further calls. */
  isUsable(): boolean;
  callCount(): number;
  load(): Promise<void>;
  invoke(id: string, payload: Json, cause: Cause): Promise<Invocation>;
  close(): Promise<void>;
};

type Pending = { readonly finish: (invocation: Invocation) => void };
type Fault = { readonly errorType: string; readonly errorMessage: string };

// Long lines come in several pieces.
function readLines(stream: Readable, onLine: (text: string) => void): void {
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', onLine);
}

const projectRoot = resolve(import.meta.dirname, '../..');

function startWorker(options: ThreadOptions): Worker {
  const { model } = options;
  const seed: WorkerSeed = {
    directory: model.directory,
    handler: model.handler,
    functionName: model.name,
    functionArn: model.arn,
    memoryMegabytes: model.memoryMegabytes ?? 128,
    wireHost: options.wireHost,
    clockOffset: options.clockOffset,
  };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    name: model.name,
    workerData: seed,
    // Code of functions is compiled once and kept: threads start in half the time. The worker takes the variable away again.
    env: { NODE_COMPILE_CACHE: compileCacheOf(projectRoot), ...options.environment },
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  readLines(worker.stdout, (text) => options.onLine(text, false));
  readLines(worker.stderr, (text) => options.onLine(text, true));
  return worker;
}

/** Starts a thread for a function. Its timeout runs on real time, as a stuck function would not let virtual time help it. */
export function createThread(options: ThreadOptions): Thread {
  const worker = startWorker(options);
  const pending = new Map<string, Pending>();
  const timeoutMilliseconds = options.model.timeoutSeconds * 1000;
  let fault: Fault | undefined;
  let isRetired = false;
  let settleLoad: () => void = () => {};
  const loaded = new Promise<void>((resolve) => {
    settleLoad = resolve;
  });
  const fail = (found: Fault): void => {
    fault ??= found;
    settleLoad();
    for (const { finish } of pending.values()) finish({ isOk: false, ...fault });
  };
  // A call that timed out may still hold the thread; it ends with the last of the others.
  const endWhenIdle = (): void => {
    if (isRetired && pending.size === 0) void worker.terminate();
  };
  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'done') pending.get(message.id)?.finish(message.invocation);
    else if (message.kind === 'failed') fail({ errorType: message.errorType, errorMessage: message.errorMessage });
    else settleLoad();
  });
  worker.on('error', (error) => fail({ errorType: error.name, errorMessage: error.message }));
  worker.on('exit', () =>
    fail({ errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited without giving a reason' }),
  );
  const call = (message: InvokeMessage): Promise<Invocation> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        isRetired = true;
        const errorMessage = `Task timed out after ${options.model.timeoutSeconds}.00 seconds`;
        pending.get(message.id)?.finish({ isOk: false, errorType: 'Sandbox.Timedout', errorMessage });
      }, timeoutMilliseconds);
      const finish = (invocation: Invocation): void => {
        clearTimeout(timer);
        pending.delete(message.id);
        resolve(invocation);
        endWhenIdle();
      };
      pending.set(message.id, { finish });
      worker.postMessage(message);
    });
  let waiting = 0;
  return {
    isUsable: () => fault === undefined && !isRetired,
    callCount: () => pending.size + waiting,
    load: () => loaded,
    async invoke(id, payload, cause) {
      waiting += 1;
      await loaded;
      waiting -= 1;
      if (fault !== undefined) return { isOk: false, ...fault };
      return call({ id, payload, cause, timeoutMilliseconds });
    },
    async close() {
      isRetired = true;
      await worker.terminate();
    },
  };
}
