import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** One load of a module in a process that loaded nothing before, in milliseconds. */
export type Load = { readonly cpu: number; readonly wall: number };

const probe = `
const startedAt = performance.now();
const before = process.cpuUsage();
await import(process.argv[1]);
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ cpu: (user + system) / 1000, wall: performance.now() - startedAt }));
process.exit(0);
`;

const run = promisify(execFile);

/** Loads the file as Lambda would on a cold start, with the least environment a unit reads. */
export async function loadOnce(file: string): Promise<Load> {
  const env = { AWS_REGION: 'us-east-1', ROSTRUM_CONFIG_JSON: '{}' };
  const given = ['--input-type=module', '--eval', probe, pathToFileURL(file).href];
  const { stdout } = await run(process.execPath, given, { env });
  return readLoad(JSON.parse(stdout));
}

const readLoad = (value: unknown) => value as Load;
