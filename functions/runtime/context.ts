import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { Wiring } from '../../adapters/wiring.ts';
import { guestIdFrom, prefixedId, roomIdFrom } from '../../domain/ids.ts';
import type { Config } from '../../domain/policy.ts';
import { readSettings } from './config.ts';

/** What makes an adapter; an operation file names the ones it uses, so that its bundle carries no other. */
export type AdapterMakers = Readonly<Record<string, (wiring: Wiring) => unknown>>;

/**
 * The gateway's request id (a worker's own invocation id), the caller's key for doing a thing only once, and the address
 * they call from (empty for workers): never stored, logged or answered as it is. `origin` is the API's own, as it was called.
 */
export type RequestMark = {
  readonly id: string;
  readonly idempotencyKey?: string;
  readonly address?: string;
  readonly origin?: string;
};

/** What every operation is given beside its caller and its input: time, ids, configuration and its adapters. */
export type Surroundings = {
  /** Epoch milliseconds. */
  now(): number;
  readonly config: Config;
  readonly request: RequestMark;
  newRoomId(): string;
  newGuestId(): string;
  newId(prefix: Parameters<typeof prefixedId>[0]): string;
  /** A random whole number in [0, limit). */
  pick(limit: number): number;
  digest(text: string): Uint8Array;
  randomBytes(count: number): Uint8Array;
};
export type ContextOf<Makers extends AdapterMakers> = Surroundings & {
  readonly [Name in keyof Makers]: ReturnType<Makers[Name]>;
};

const digest = (text: string): Uint8Array => createHash('sha256').update(text).digest();

let wiring: Wiring | undefined;

/** The wiring of this environment, made once per cold start. */
export function wiringOfEnvironment(): Wiring {
  wiring ??= {
    ...readSettings().wiring,
    now: () => Date.now(),
    randomBytes: (count) => randomBytes(count),
    random: () => randomInt(2 ** 32) / 2 ** 32,
    digest,
  };
  return wiring;
}

/** Forgets the wiring, and all that was kept with it, as a new process would: simulated runs must not know each other. */
export function startCold(): void {
  wiring = undefined;
}

/** A context with the adapters asked for; the adapters of one unit share their clients through the wiring. */
export function createContext<Makers extends AdapterMakers>(makers: Makers, request: RequestMark): ContextOf<Makers> {
  const shared = wiringOfEnvironment();
  const surroundings: Surroundings = {
    now: shared.now,
    config: readSettings().config,
    request,
    newRoomId: () => roomIdFrom(shared.now(), shared.randomBytes(8)),
    newGuestId: () => guestIdFrom(shared.now(), shared.randomBytes(8)),
    newId: (prefix) => prefixedId(prefix, shared.now(), shared.randomBytes(8)),
    pick: (limit) => Math.floor(shared.random() * limit),
    digest,
    randomBytes: shared.randomBytes,
  };
  return toContext(surroundings, makers, shared);
}

function toContext<Makers extends AdapterMakers>(surroundings: Surroundings, makers: Makers, shared: Wiring) {
  const adapters = Object.entries(makers).map(([name, make]) => [name, make(shared)]);
  return { ...surroundings, ...Object.fromEntries(adapters) } as ContextOf<Makers>;
}
