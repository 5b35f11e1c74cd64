import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';

/** What `npm start` runs, as a process of its own. */
export const start = (environment: Readonly<Record<string, string>>, ...given: readonly string[]) =>
  watch(spawn(process.execPath, ['local/start.ts', ...given], { env: { ...process.env, ...environment } }));

/** What a process says, when it is ready and when it ends. */
export function watch(child: ChildProcessWithoutNullStreams) {
  onTestFinished(() => void child.kill('SIGKILL'));
  const told = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told.output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told.errors += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const ready = async () => {
    while (!told.output.includes('localhost') && !isOver()) await new Promise((go) => setTimeout(go, 20));
    return told.output;
  };
  return { child, told, ended, ready };
}
export type Product = ReturnType<typeof watch>;
