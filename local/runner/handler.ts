import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Json } from '../model.ts';

/** The context object as Lambda hands it over, as far as it makes sense here. */
export type LambdaContext = {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  callbackWaitsForEmptyEventLoop: boolean;
  getRemainingTimeInMillis(): number;
};

export type Handler = (event: Json, context: LambdaContext) => unknown;

const endings = ['.mjs', '.js', '.cjs'];

async function findModule(directory: string, file: string): Promise<string> {
  for (const ending of endings) {
    const path = join(directory, file + ending);
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  throw new Error(`Cannot find module '${file}' in the asset`);
}

const isHandler = (value: unknown): value is Handler => typeof value === 'function';

/** Loads the template's handler, e.g. `index.handler`. Handlers are async functions; the callback style is not known. */
export async function loadHandler(directory: string, handler: string): Promise<Handler> {
  const dot = handler.lastIndexOf('.');
  const path = await findModule(directory, handler.slice(0, dot));
  const module: Record<string, unknown> = await import(pathToFileURL(path).href);
  const found = module[handler.slice(dot + 1)];
  if (!isHandler(found)) throw new Error(`${handler} is undefined or not exported`);
  return found;
}
