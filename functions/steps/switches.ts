import type { switches } from '../../adapters/dynamodb/switches.ts';
import { isSwitchedOn, type Switches, type SwitchName } from '../../domain/switches.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure } from '../runtime/refusal-error.ts';

type Context = ContextOf<{ switches: typeof switches }>;

/** The brownout switches as they were at most 5 seconds ago; read from the table once in that time and environment. */
export const switchesOf = (context: Context): Promise<Switches> => context.switches.current();

/** Refuses what the operator has switched off. */
export async function ensureOn(context: Context, name: SwitchName): Promise<void> {
  ensure(isSwitchedOn(name, await switchesOf(context)));
}
