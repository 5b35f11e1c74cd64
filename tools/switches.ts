/**
 * Shows the brownout switches and turns them: `--off guests,chat`, `--on guests`, `--tick-seconds 5` (0: as usual). It uses the
 * operator's AWS credentials and region of the environment; against the embedded cloud, those of GET /local/endpoints.
 */

import { createHash, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { switches } from '../adapters/dynamodb/switches.ts';
import {
  longestTickPeriodSeconds,
  type SwitchChange,
  type Switches,
  type SwitchName,
  switchesAfter,
  switchNames,
} from '../domain/switches.ts';
import { named } from '../lib/cloud.ts';

const { values: options } = parseArgs({
  options: {
    on: { type: 'string', multiple: true, default: [] },
    off: { type: 'string', multiple: true, default: [] },
    'tick-seconds': { type: 'string' },
    table: { type: 'string', default: named('rooms') },
  },
});

const adapter = switches({
  tableNames: { rooms: options.table },
  queueUrls: {},
  now: () => Date.now(),
  randomBytes: (count) => randomBytes(count),
  random: () => Math.random(),
  digest: (text) => createHash('sha256').update(text).digest(),
});

function readNames(lists: readonly string[]): SwitchName[] {
  return lists
    .flatMap((list) => list.split(','))
    .map((text) => {
      const name = switchNames.find((known) => known === text);
      if (!name) throw new Error(`There is no switch '${text}': they are ${switchNames.join(', ')}`);
      return name;
    });
}

function readSeconds(text: string | undefined): Pick<SwitchChange, 'tickPeriodSeconds'> {
  if (text === undefined) return {};
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= longestTickPeriodSeconds)
    return { tickPeriodSeconds: seconds };
  throw new Error(`--tick-seconds is a whole number from 0 to ${longestTickPeriodSeconds}`);
}

const linesOf = ({ off, tickPeriodSeconds }: Switches): string[] => [
  ...switchNames.map((name) => `${name.padEnd(10)} ${off.includes(name) ? 'OFF' : 'on'}`),
  `ticks      ${tickPeriodSeconds === undefined ? 'at the cadence of the room' : `every ${tickPeriodSeconds} s at most`}`,
];

async function run(): Promise<void> {
  const change = { on: readNames(options.on), off: readNames(options.off), ...readSeconds(options['tick-seconds']) };
  const { switches: before, version } = await adapter.asStored();
  const after = switchesAfter(before, change);
  const isChanged = JSON.stringify(after) !== JSON.stringify(before);
  if (isChanged && !(await adapter.turn(after, version)))
    throw new Error('Somebody else turned them just now: look again');
  console.log(linesOf(after).join('\n'));
  if (isChanged) console.log('In force everywhere within 5 seconds.');
}

await run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
