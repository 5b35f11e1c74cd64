import { expect, test } from 'vitest';
import { temporaryFolder } from './folders.ts';
import { askQueue, type Call, callerOf, type Told, untold, type Writer, writeOnce } from './keeping-writers.ts';
import { type Product, start } from './running-product.ts';

const writes = 1000;
const killedAfter = 600;
const lost = 'http://127.0.0.1:4000/aws/sqs/000000000000/';

async function open(folder: string): Promise<{ product: Product; url: string; call: Call }> {
  const product = start({ PORT: '0', ROSTRUM_DATA: folder }, '--no-demo');
  const url = /http:\S+/.exec(await product.ready())?.[0] ?? '';
  expect(url, product.told.errors).not.toBe('');
  return { product, url, call: callerOf(url) };
}

async function gather(call: Call): Promise<{ host: Writer; people: readonly Writer[] }> {
  const crowd = Array.from({ length: 24 }, (_, place) => ({ handle: `person${place}` }));
  const { body } = await call('POST', '/local/world', { users: [{ handle: 'ada', followers: 700 }, ...crowd] });
  const [host, ...people] = body.users;
  if (host === undefined) throw new Error('nobody came');
  return { host, people };
}

/** Eight at a time, each for people of their own, until everything is written or nobody answers any more. */
async function writeAll(
  people: readonly Writer[],
  told: ReadonlyMap<Writer, Told>,
  onWritten: () => void,
  one: typeof writeOnce,
  call: Call,
  target: { userId: string; roomId: string },
) {
  const lanes = Array.from({ length: 8 }, async (_, lane) => {
    for (let turn = 0; turn < writes / 8; turn += 1) {
      const writer = people[(turn % 3) * 8 + lane];
      const known = writer && told.get(writer);
      if (writer === undefined || known === undefined) return;
      await one(call, writer, known, target, Math.floor(turn / 3) + lane);
      onWritten();
    }
  });
  return Promise.allSettled(lanes);
}

test('killed in the midst of a thousand writes, it has everything that was acknowledged and goes on', async () => {
  const folder = await temporaryFolder();
  const { product, url, call } = await open(folder);
  const { host, people } = await gather(call);
  const live = await call('POST', '/v1/rooms', { title: 'Kept' }, host.accessToken);
  const roomId = live.body.room.id;
  const told = new Map(people.map((writer) => [writer, untold()]));
  const { queues } = await fetch(`${url}/local/endpoints`).then(toQueues);
  const QueueUrl = Object.entries(queues).find(([name]) => /dead|lost|fail/i.test(name))?.[1] ?? lost;
  await askQueue(url, 'SendMessage', { QueueUrl, MessageBody: 'still on its way', DelaySeconds: 900 });

  let written = 0;
  await writeAll(
    people,
    told,
    () => {
      written += 1;
      if (written === killedAfter) product.child.kill('SIGKILL');
    },
    writeOnce,
    call,
    { userId: host.userId, roomId },
  );
  await product.ended;
  expect(written).toBeGreaterThanOrEqual(killedAfter);
  expect(written).toBeLessThan(writes);

  const again = await open(folder);
  expect(again.url).toBe(url);
  await again.call('POST', '/local/clock', { advanceSeconds: 3 });
  const isKept = <Value>(value: Value, known: { acknowledged: Value; asked: Value }) =>
    expect([known.acknowledged, known.asked]).toContain(value);
  for (const [writer, known] of told) {
    const me = await again.call('GET', '/v1/me', undefined, writer.accessToken);
    expect(me.status).toBe(200);
    isKept(me.body.bio, known.bio);
    isKept(me.body.followingCount === 1, known.isFollowing);
    // Whoever follows is counted once, however often they say so: the count and what it counts went together.
    await again.call('PUT', `/v1/me/following/${host.userId}`, {}, writer.accessToken);
    const counted = await again.call('GET', '/v1/me', undefined, writer.accessToken);
    expect(counted.body.followingCount).toBe(1);
  }
  const inside = [...told].filter(([, { isInside }]) => isInside.acknowledged && isInside.asked);
  const unsure = [...told].filter(([, { isInside }]) => isInside.acknowledged !== isInside.asked);
  for (const [writer] of unsure) await again.call('POST', `/v1/rooms/${roomId}/leave`, {}, writer.accessToken);
  // Counts follow in batches: on a busy machine some come with a later one.
  const counted = async () => {
    await again.call('POST', '/local/clock', { advanceSeconds: 3 });
    const { body } = await again.call('GET', `/v1/rooms/${roomId}`);
    return body;
  };
  await expect
    .poll(counted, { interval: 500, timeout: 30_000 })
    .toMatchObject({ id: roomId, status: 'live', participantCount: inside.length + 1 });
  // Nothing had to be tried again in vain on the way.
  expect(again.product.told.errors).toBe('');

  expect((await askQueue(url, 'ReceiveMessage', { QueueUrl })).Messages).toBeUndefined();
  await again.call('POST', '/local/clock', { advanceSeconds: 900 });
  expect((await askQueue(url, 'ReceiveMessage', { QueueUrl })).Messages).toMatchObject([{ Body: 'still on its way' }]);
}, 180_000);

const toQueues = async (response: Response) => (await response.json()) as { queues: Readonly<Record<string, string>> };
