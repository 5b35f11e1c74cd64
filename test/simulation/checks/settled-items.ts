import type { Room } from '../../../domain/room.ts';
import type { Crowd } from '../machine/crowding.ts';
import type { World } from '../machine/world.ts';
import type { Item } from './seen.ts';

/** What is left when everything is at rest. */
export type Settled = {
  readonly world: World;
  readonly crowd: Crowd;
  readonly offered: ReadonlySet<string>;
  /** Whose each credential is. */
  readonly owners: ReadonlyMap<string, string>;
  readonly unclaimed: ReadonlySet<string>;
  readonly lateMeetings: ReadonlySet<string>;
  readonly hostSince: ReadonlyMap<string, number>;
  readonly rooms: readonly Room[];
  readonly items: readonly Item[];
  readonly social: readonly Item[];
};
/** Answers what is not as it must be. */
export type Check = (settled: Settled) => readonly string[];

export const ofRoom = (items: readonly Item[], room: Room): readonly Item[] =>
  items.filter(({ roomId }) => roomId === room.id);
