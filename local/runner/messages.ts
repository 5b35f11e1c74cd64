import type { Cause, Invocation, Json } from '../model.ts';

/** What a worker is started with. */
export type WorkerSeed = {
  readonly directory: string;
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMegabytes: number;
  /** `host:port` of the wire front; only calls to it carry the cause. */
  readonly wireHost: string;
  /** One Float64: milliseconds between real and virtual time. */
  readonly clockOffset: SharedArrayBuffer;
};

/** Main thread → worker. */
export type InvokeMessage = {
  readonly id: string;
  readonly payload: Json;
  readonly cause: Cause;
  readonly timeoutMilliseconds: number;
};

/** Worker → main thread. `loaded` comes once; `failed` means that the module could not be loaded. */
export type WorkerMessage =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'failed'; readonly errorType: string; readonly errorMessage: string }
  | { readonly kind: 'done'; readonly id: string; readonly invocation: Invocation };
