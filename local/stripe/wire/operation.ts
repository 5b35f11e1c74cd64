import type { House } from '../house.ts';
import type { Call } from './call.ts';

/** One call of the API. `{id}` in a path stands for an id of its own. */
export type Operation = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly name: string;
  /** Refuses parameters the types let pass; nothing has begun, so nothing is kept under the idempotency key. */
  check?(call: Call, house: House): void;
  run(call: Call, house: House): object;
};

/** The id the path names. */
export const idOf = ({ ids }: Call): string => ids[0] ?? '';
