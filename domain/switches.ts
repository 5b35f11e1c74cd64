/** What an operator may turn off while everything else goes on: less product for everybody instead of none for some. */

import { allow, type Decision, refuse } from './refusal.ts';

export const switchNames = ['guests', 'chat', 'reactions', 'sales', 'new-rooms'] as const;
export type SwitchName = (typeof switchNames)[number];

export type Switches = {
  readonly off: readonly SwitchName[];
  /** Ticks come no more often than this, whatever the size of the room; absent: at the cadence of its size. */
  readonly tickPeriodSeconds?: number;
};

/** As long as nobody has set anything. */
export const everythingOn: Switches = { off: [] };

/** A change is in force everywhere after so many seconds: each environment looks again when its copy is older. */
export const switchesKeptSeconds = 5;

/** Slower than this and people would think that the room stands still. */
export const longestTickPeriodSeconds = 60;

export function isSwitchedOn(name: SwitchName, { off }: Switches): Decision {
  return off.includes(name) ? refuse('switched_off', { facts: { switch: name } }) : allow();
}

export type SwitchChange = {
  readonly on?: readonly SwitchName[];
  readonly off?: readonly SwitchName[];
  /** 0 takes the limit away. */
  readonly tickPeriodSeconds?: number;
};

/** What holds after the change; what is turned on and off at once is off. */
export function switchesAfter(before: Switches, change: SwitchChange): Switches {
  const { on = [], off = [], tickPeriodSeconds = before.tickPeriodSeconds } = change;
  const kept = before.off.filter((name) => !on.includes(name));
  return {
    off: switchNames.filter((name) => kept.includes(name) || off.includes(name)),
    ...(tickPeriodSeconds ? { tickPeriodSeconds } : {}),
  };
}
