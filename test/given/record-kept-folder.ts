/**
 * Records a small folder as today's code keeps it: `node test/given/record-kept-folder.ts test/given/kept-format-1`.
 * Run it when the format's number rises, and never again for a number that is recorded: old folders stay as they were.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCloud } from '../../local/cloud.ts';
import { type Change, encodeFrame, readFrames } from '../../local/keeping/frames.ts';
import { openFolder } from '../../local/keeping/keeping.ts';
import { askQueue, callerOf } from '../local/keeping-writers.ts';

/** What every folder has of its own and no recording needs: keys, secrets, the port. */
const own = /^(identity\/|secrets$|values$)/;

/** A person with a profile, one who follows, a planned room, and a message that waits. */
async function live(keepIn: string): Promise<void> {
  const cloud = await startCloud({ keepIn });
  const call = callerOf(cloud.url);
  const users = [{ handle: 'ada', followers: 700 }, { handle: 'bob' }];
  const { body } = await call('POST', '/local/world', { users, follows: [['bob', 'ada']] });
  const [ada] = body.users;
  await call('PATCH', '/v1/me', { bio: 'kept since format 1' }, ada?.accessToken);
  const startsAt = new Date(cloud.clock.now() + 3_600_000).toISOString();
  await call('POST', '/v1/rooms', { title: 'Planned and kept', startsAt }, ada?.accessToken);
  const QueueUrl = cloud.model.queues.find(({ name }) => /dead|lost|fail/i.test(name))?.url;
  await askQueue(cloud.url, 'SendMessage', { QueueUrl, MessageBody: 'waits since format 1', DelaySeconds: 900 });
  await cloud.clock.drain();
  await cloud.close();
}

function withoutOwn(folder: string): void {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.ndjson'))) {
    const frames: Buffer[] = [];
    readFrames(readFileSync(join(folder, name)), name, (changes: readonly Change[]) => {
      const others = changes.filter(([shelf]) => !own.test(shelf));
      if (others.length > 0) frames.push(encodeFrame(others));
    });
    writeFileSync(join(folder, name), Buffer.concat(frames));
  }
}

const [target = ''] = process.argv.slice(2);
if (target === '') throw new Error('Say where to: node test/given/record-kept-folder.ts test/given/kept-format-N');
const folder = mkdtempSync(join(tmpdir(), 'rostrum-record-'));
await live(folder);
// A snapshot of all of it, and a log that goes on behind.
const keeping = openFolder(folder, { logBytes: 1 });
keeping.shelf('recording').put('snapshot', 'made');
await keeping.written();
while (!readdirSync(folder).some((name) => /^snapshot-\d+\.ndjson$/.test(name)))
  await new Promise((go) => setTimeout(go, 20));
keeping.shelf('recording').put('log', 'goes on');
await keeping.close();
withoutOwn(folder);
mkdirSync(target, { recursive: true });
for (const name of readdirSync(folder)) writeFileSync(join(target, name), readFileSync(join(folder, name)));
rmSync(folder, { recursive: true });
