import type { Cause, Invocation, Json } from '../model.ts';
import { createThread, type Thread, type ThreadOptions } from './thread.ts';

/** The threads of one function. */
export type Pool = {
  invoke(id: string, payload: Json, cause: Cause): Promise<Invocation>;
  warm(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Up to `size` threads, started when there is a call and no idle one; a call goes to the least busy. Unlike in Lambda, calls share
 * a thread when all are busy. A thread that crashed or holds a timed-out call is replaced by the next call.
 */
export function createPool(options: ThreadOptions, size: number): Pool {
  const all = new Set<Thread>();
  let isClosed = false;
  const start = (): Thread => {
    const thread = createThread(options);
    all.add(thread);
    return thread;
  };
  const pick = (): Thread => {
    const usable = [...all].filter((thread) => thread.isUsable());
    const [idlest] = usable.toSorted((left, right) => left.callCount() - right.callCount());
    if (idlest === undefined) return start();
    return idlest.callCount() > 0 && usable.length < size ? start() : idlest;
  };
  const forgetEnded = (): void => {
    for (const thread of all) if (!thread.isUsable() && thread.callCount() === 0) all.delete(thread);
  };
  return {
    async invoke(id, payload, cause) {
      if (isClosed)
        return { isOk: false, errorType: 'ServiceException', errorMessage: 'The embedded cloud is closing' };
      const invocation = await pick().invoke(id, payload, cause);
      forgetEnded();
      return invocation;
    },
    async warm() {
      if (!isClosed && all.size === 0) await start().load();
    },
    async close() {
      isClosed = true;
      await Promise.all([...all].map((thread) => thread.close()));
    },
  };
}
