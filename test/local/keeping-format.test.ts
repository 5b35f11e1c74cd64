import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { toldOf } from '../given/stories.ts';
import { openWorld } from '../world.ts';
import { temporaryFolder } from './folders.ts';
import { askQueue } from './keeping-writers.ts';

const recorded = join(import.meta.dirname, '../given/kept-format-1');

test('a folder of format 1 opens: people, rooms, schedules and messages go on in it', async () => {
  const folder = await temporaryFolder();
  for (const name of readdirSync(recorded)) copyFileSync(join(recorded, name), join(folder, name));
  const world = await openWorld({ keepIn: folder });
  onTestFinished(() => world.close());
  const bob = await world.person('guestofbob');
  const ada = await bob.get('/v1/users/by/handle/ada');
  expect(ada.body).toMatchObject({ handle: 'ada', bio: 'kept since format 1', followerCount: 700 });

  // Whenever this runs, an hour from the recording is over after two more: nobody came, and the schedule says so.
  await world.advance(7200);
  const [kept] = world.cloud.tables.snapshot('rostrum-rooms').filter(({ sk }) => JSON.stringify(sk) === '{"S":"META"}');
  expect(kept).toMatchObject({ room: { M: { title: { S: 'Planned and kept' } } }, status: { S: 'canceled' } });
  const roomId = JSON.stringify(kept?.['pk']).replace(/.*#|".*$/g, '');
  expect(await toldOf(world, roomId)).toEqual(['room.scheduled', 'room.canceled']);

  const QueueUrl = world.cloud.model.queues.find(({ name }) => name === 'rostrum-events-dead')?.url;
  const { Messages = [] } = await askQueue(world.url, 'ReceiveMessage', { QueueUrl });
  expect(Messages.map(({ Body }) => Body)).toEqual(['waits since format 1']);
  expect(readFileSync(join(folder, 'format.json'), 'utf8')).toBe('{"format":1,"readableFrom":1}\n');
}, 60_000);
