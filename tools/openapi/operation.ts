import { join } from 'node:path';
import type * as z from 'zod/mini';
import type { HttpTrigger, OperationEntry } from '../../functions/runtime/manifest.ts';

export type HttpEntry = OperationEntry & { readonly feature: string; readonly trigger: HttpTrigger };
/** An HTTP operation with the schemas its file exports. */
export type HttpOperation = {
  readonly entry: HttpEntry;
  readonly method: string;
  readonly path: string;
  readonly input: z.ZodMiniObject;
  readonly output: z.ZodMiniType;
};

export async function readOperation(entry: HttpEntry): Promise<HttpOperation> {
  const folder = join(import.meta.dirname, '../../functions', entry.feature);
  const { input, output } = toSchemas(await import(join(folder, `${entry.file}.ts`)));
  const [method = '', path = ''] = entry.trigger.http.split(' ');
  return { entry, method, path, input, output };
}

const toSchemas = (module: unknown) => module as Pick<HttpOperation, 'input' | 'output'>;
