import type { Cancel, Clock } from '../model.ts';

/**
 * Makes `Date` of this thread follow the clock; the returned function restores it. Timers and `performance` stay real,
 * so whatever measures sockets or sound by `Date` may see a jump and should use `performance.now()`.
 */
export function installVirtualDate(clock: Pick<Clock, 'now'>): Cancel {
  const Before = globalThis.Date;
  const now = () => Math.floor(clock.now());
  globalThis.Date = new Proxy(Before, {
    apply: (target) => new target(now()).toString(),
    construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
  return () => {
    globalThis.Date = Before;
  };
}
