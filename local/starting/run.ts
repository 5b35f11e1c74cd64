import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { compileCacheOf, runNode } from '../assembly/run-node.ts';
import type { Cloud } from '../cloud.ts';
import { PortBusy } from '../listening/listen.ts';
import type { LogLine } from '../runner/log.ts';
import { readSettings, type Settings } from './settings.ts';

// Whoever stops us waits two seconds before pulling the plug.
const closeWithinMilliseconds = 1700;
const builder = 'tools/prepare.ts';

const printErrors = ({ isError, functionName, text }: LogLine): void => {
  if (isError) console.error(`${functionName}: ${text}`);
};

function sentenceOf(error: unknown): string {
  if (error instanceof PortBusy) {
    return `Port ${error.port} is in use. Stop what listens there, or choose another: PORT=4001 npm start`;
  }
  return error instanceof Error ? error.message : String(error);
}

/** Ends the process when told to, whatever it is doing; child processes end with it. */
function endOnSignal(running: { cloud?: Cloud }): void {
  const end = async (): Promise<void> => {
    setTimeout(() => process.exit(0), closeWithinMilliseconds).unref();
    await running.cloud?.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end());
  if (process.env['npm_lifecycle_event']) endWithParent(end);
}

/** npm passes a signal on to the shell it runs us in, and the shell dies of it without a word to us. */
function endWithParent(end: () => Promise<void>): void {
  const parent = process.ppid;
  const watching = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watching);
    void end();
  }, 200);
  watching.unref();
}

async function build(root: string): Promise<void> {
  if (existsSync(join(root, builder))) await runNode(builder, { root });
}

async function start(settings: Settings, running: { cloud?: Cloud }): Promise<void> {
  const root = resolve(import.meta.dirname, '../..');
  enableCompileCache(compileCacheOf(root));
  // The cloud's own code loads while the child looks for what changed.
  const [{ startCloud }] = await Promise.all([import('../cloud.ts'), build(root)]);
  const cloud = await startCloud({ ...settings, root, movesDate: true, onLog: printErrors });
  running.cloud = cloud;
  console.log(`Rostrum is ready on ${cloud.url}`);
  // From here on nobody waits: load what the first requests will need.
  await Promise.all([cloud.runner.warm(), cloud.audio.warm()]);
}

/** `npm start`: one line on the standard output when everything answers; what went wrong goes to the error output. */
export async function runStart(): Promise<void> {
  const running = {};
  endOnSignal(running);
  try {
    await start(readSettings(process.argv.slice(2), process.env), running);
  } catch (error) {
    console.error(sentenceOf(error));
    process.exit(1);
  }
}
