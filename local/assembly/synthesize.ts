import { spawn } from 'node:child_process';

export type SynthesizeOptions = {
  /** The project's folder. */
  readonly root: string;
  /** Where the assembly is written. */
  readonly directory: string;
  readonly configFile?: string;
};

/** Synthesizes the stacks as a deployment would, in a child process, without the checks that only a deployment needs. */
export async function synthesize(options: SynthesizeOptions): Promise<void> {
  const child = spawn(process.execPath, ['bin/rostrum.ts'], {
    cwd: options.root,
    env: {
      ...process.env,
      CDK_OUTDIR: options.directory,
      CDK_VALIDATION: 'false',
      ...(options.configFile !== undefined && { ROSTRUM_CONFIG: options.configFile }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (part: Buffer): void => {
    output += part.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`Synthesizing the stacks failed:\n${output}`);
}
