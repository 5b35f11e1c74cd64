import { runNode } from './run-node.ts';

export type SynthesizeOptions = {
  /** The project's folder. */
  readonly root: string;
  /** Where the assembly is written. */
  readonly directory: string;
  readonly configFile?: string;
};

/** Synthesizes the stacks as a deployment would, in a child process, without the checks that only a deployment needs. */
export async function synthesize({ root, directory, configFile }: SynthesizeOptions): Promise<void> {
  const config: Record<string, string> = configFile === undefined ? {} : { ROSTRUM_CONFIG: configFile };
  await runNode('bin/rostrum.ts', {
    root,
    environment: { CDK_OUTDIR: directory, CDK_VALIDATION: 'false', ...config },
  });
}
