import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { realNow } from '../clock/real-time.ts';
import { installVirtualDate } from '../clock/virtual-date.ts';
import type { Invocation, Json } from '../model.ts';
import { type Handler, type LambdaContext, loadHandler } from './handler.ts';
import type { InvokeMessage, WorkerMessage, WorkerSeed } from './messages.ts';
import { markOutgoing, running } from './outgoing.ts';

// The first file of every function's thread: time and outgoing calls are changed before the function's bundle is loaded.

function toContext(seed: WorkerSeed, message: InvokeMessage): LambdaContext {
  const endsAt = performance.now() + message.timeoutMilliseconds;
  return {
    awsRequestId: message.id,
    functionName: seed.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: seed.functionArn,
    memoryLimitInMB: String(seed.memoryMegabytes),
    logGroupName: `/aws/lambda/${seed.functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(endsAt - performance.now())),
  };
}

const describe = (error: unknown): { errorType: string; errorMessage: string } =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message }
    : { errorType: typeof error, errorMessage: String(error) };

// Lambda sends the answer as JSON; what JSON cannot hold is lost there as well.
function toPayload(answer: unknown): Json {
  const text: string | undefined = JSON.stringify(answer);
  return text === undefined ? null : JSON.parse(text);
}

async function run(handler: Handler, seed: WorkerSeed, message: InvokeMessage): Promise<Invocation> {
  try {
    const answer = await running.run(message.cause, async () => handler(message.payload, toContext(seed, message)));
    return { isOk: true, payload: toPayload(answer) };
  } catch (error) {
    const fields = { level: 'ERROR', requestId: message.id, ...describe(error), ...toFields(error) };
    console.error(JSON.stringify({ ...fields, stack: stackOf(error) }));
    return { isOk: false, ...describe(error) };
  }
}

// Lambda's runtime logs every enumerable field of an error that leaves the handler: what an SDK hangs on its exceptions, too.
const toFields = (error: unknown): object => (error instanceof Error ? { ...error } : {});

const stackOf = (error: unknown): readonly string[] =>
  error instanceof Error && error.stack !== undefined ? error.stack.split('\n').slice(1, 12) : [];

async function start(port: MessagePort, seed: WorkerSeed): Promise<void> {
  const post = (message: WorkerMessage): void => port.postMessage(message);
  const offset = new Float64Array(seed.clockOffset);
  installVirtualDate({ now: () => realNow() + (offset[0] ?? 0) });
  markOutgoing(seed.wireHost);
  delete process.env['NODE_COMPILE_CACHE'];
  try {
    const handler = await loadHandler(seed.directory, seed.handler);
    port.on('message', async (message: InvokeMessage) => {
      post({ kind: 'done', id: message.id, invocation: await run(handler, seed, message) });
    });
    post({ kind: 'loaded' });
  } catch (error) {
    console.error(JSON.stringify({ level: 'ERROR', ...describe(error), stack: stackOf(error) }));
    post({ kind: 'failed', ...describe(error) });
  }
}

if (parentPort !== null) await start(parentPort, workerData);
