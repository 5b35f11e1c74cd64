/** As much of a WebSocket as is needed; the browser's own fits. */
export type Socket = {
  send(text: string): void;
  close(): void;
  addEventListener(type: 'open' | 'message' | 'close' | 'error', listener: (event: unknown) => void): void;
};

/** Time, chance and sockets come from outside: nothing in this folder needs a browser. */
export type Parts = {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs once after so many milliseconds. Answers what calls it off. */
  after(milliseconds: number, run: () => void): () => void;
  /** From 0 up to but without 1. */
  random(): number;
  readonly Socket: new (url: string, protocols: string[]) => Socket;
};

/** One thing to be done later, or none. */
export type Wait = { set(milliseconds: number, run: () => void): void; cancel(): void; isSet(): boolean };

/** What is set replaces what was set before. */
export function createWait(parts: Parts): Wait {
  let callOff: (() => void) | undefined;
  const cancel = () => {
    callOff?.();
    callOff = undefined;
  };
  return {
    set(milliseconds, run) {
      cancel();
      callOff = parts.after(milliseconds, () => {
        callOff = undefined;
        run();
      });
    },
    cancel,
    isSet: () => callOff !== undefined,
  };
}
