/** What the cloud holds at one moment, after a collection of garbage. */
export type Measured = {
  /** Open files, sockets and pipes. */
  readonly handles: number;
  /** Timers, sockets and the like that keep Node's loop alive. */
  readonly resources: number;
  /** The whole process with the threads of its functions. */
  readonly rssMegabytes: number;
  /** The main thread's heap. */
  readonly heapMegabytes: number;
  readonly externalMegabytes: number;
  /** Heaps of the functions' threads, with what they have not collected yet. */
  readonly threadsMegabytes: number;
  /** Realtime connections. */
  readonly sockets: number;
};

export type Sample = Measured & { readonly seconds: number };
