/**
 * Lets one host sell more than everybody for a while: `USER --room 50000000 --day 100000000 --days 30` (minor units; 0: no limit),
 * `--days 0` takes it back, `USER` alone shows what holds. With the operator's AWS credentials and region of the environment;
 * against the embedded cloud, those of GET /local/endpoints.
 */

import { createHash, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { raisedCaps, spending } from '../adapters/dynamodb/spending.ts';
import { dayOf, type RaisedCaps } from '../domain/spending.ts';
import { addSeconds, daySeconds, isoOf } from '../domain/time.ts';
import { named } from '../lib/cloud.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    room: { type: 'string' },
    day: { type: 'string' },
    days: { type: 'string' },
    /** The embedded cloud's time may be another one than this machine's. */
    now: { type: 'string' },
    table: { type: 'string', default: named('commerce') },
  },
});

const now = options.now ? Date.parse(options.now) : Date.now();
const wiring = {
  tableNames: { commerce: options.table },
  queueUrls: {},
  now: () => now,
  randomBytes: (count: number) => randomBytes(count),
  random: () => Math.random(),
  digest: (text: string) => createHash('sha256').update(text).digest(),
};
const adapter = { ...spending(wiring), ...raisedCaps(wiring) };

function readNumber(name: 'room' | 'day' | 'days'): number | undefined {
  const text = options[name];
  const value = text === undefined ? undefined : Number(text);
  if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return value;
  throw new Error(`--${name} is a whole number, 0 or more`);
}

async function run(): Promise<void> {
  const [userId] = positionals;
  if (!userId) throw new Error('Say whose: USER, with --room, --day and --days to change it');
  const [room, day, days] = [readNumber('room'), readNumber('day'), readNumber('days')];
  if (days === undefined && (room !== undefined || day !== undefined)) throw new Error('Say for how many --days');
  if (days !== undefined) {
    const until = addSeconds(isoOf(now), days * daySeconds);
    const caps: RaisedCaps = { ...(room !== undefined && { room }), ...(day !== undefined && { day }), until };
    await adapter.raise(userId, caps);
  }
  const { used, raised } = await adapter.find(userId, dayOf(now));
  console.log(`put on sale today: ${used}`);
  console.log(raised && raised.until > isoOf(now) ? `raised: ${lineOf(raised)}` : 'as everybody (docs/presets.md)');
}
const lineOf = ({ room, day, until }: RaisedCaps): string =>
  `a room ${room ?? 'as everybody'}, a day ${day ?? 'as everybody'}, until ${until}`;

await run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
