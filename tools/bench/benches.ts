import { audio } from './audio.ts';
import { calls } from './calls.ts';
import { engine } from './engine.ts';
import type { Bench } from './figure.ts';
import { holds } from './holds.ts';
import { joins } from './joins.ts';
import { purchase } from './purchase.ts';
import { units } from './units.ts';

/** Every bench, one file each, in the order of the report. A later figure is a file and a line here. */
export const benches: readonly Bench[] = [units, joins, calls, holds, purchase, engine, audio];
