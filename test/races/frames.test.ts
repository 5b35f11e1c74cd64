import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Frame } from '../../domain/frame.ts';
import { goLive } from '../given/stories.ts';
import { connect, follow, type Subscriber } from '../given/subscriber.ts';
import { openWorld, type Person, type World } from '../world.ts';

let world: World;
let host: Person;
let roomId: string;
let live: string;

beforeAll(async () => {
  world = await openWorld({ tableOptions: { holdTransactionsMs: 5 } });
  host = await world.person('host', { followers: 600 });
});
afterAll(() => world.close());

async function open(title: string): Promise<void> {
  const another = await world.person(title, { followers: 600 });
  roomId = await goLive(another);
  await world.settle();
  live = `/rostrum/room/${roomId}/live`;
  host = another;
}

type Keys = { readonly region: string; readonly accessKeyId: string; readonly secretAccessKey: string };
const toKeys = (value: unknown) => value as Keys & { readonly endpoints: { readonly sqs: string } };

/** Puts frames into the publisher's queue as relays do, past the queue's own dropping of doubles. */
async function openRelays() {
  const { region, endpoints, ...credentials } = toKeys((await world.nobody.get('/local/endpoints')).body);
  const client = new SQSClient({ region, endpoint: endpoints.sqs, credentials });
  const queue = world.cloud.model.queues.find(({ name }) => name === 'rostrum-frames.fifo');
  let sent = 0;
  return (frame: Frame) => {
    sent += 1;
    const MessageDeduplicationId = `${sent}`;
    const body = { MessageBody: JSON.stringify(frame), MessageGroupId: frame.channel, MessageDeduplicationId };
    return client.send(new SendMessageCommand({ QueueUrl: queue?.url, ...body }));
  };
}

const frameOf = (relay: number, number: number): Frame => ({
  id: `${relay}.${number}`,
  channel: live,
  type: 'room.updated',
  at: new Date(world.cloud.clock.now()).toISOString(),
  facts: { relay, number },
});

/** What a client keeps: frames that come again in their old place are dropped. */
function keptBy(subscriber: Subscriber) {
  const kept: { seq: number; relay: number; number: number }[] = [];
  for (const { seq, relay, number } of subscriber.of('room.updated'))
    if (seq > (kept.at(-1)?.seq ?? 0)) kept.push({ seq, relay: Number(relay), number: Number(number) });
  return kept;
}

const fault = (wish: object) => world.nobody.post('/local/faults', wish);

describe('frames of one room', () => {
  it('keep their order and their places with ten relays at once that send everything twice and are retried', async () => {
    await open('relays');
    const send = await openRelays();
    const listener = await follow({ ...(await host.post(`/v1/rooms/${roomId}/join`)).body.realtime, channels: [live] });
    onTestFinished(() => listener.close());
    // Published and the answer lost, not published at all, taken a place and the answer lost: each several times.
    await fault({ service: 'appsync', mode: 'apply-then-fail', probability: 0.1, seed: 7, times: 8 });
    await fault({ service: 'dynamodb', operation: 'TransactWriteItems', mode: 'apply-then-fail', times: 6 });
    await Promise.all(
      Array.from({ length: 10 }, async (_, relay) => {
        for (let number = 1; number <= 8; number += 1) {
          await send(frameOf(relay, number));
          await send(frameOf(relay, number));
        }
      }),
    );
    await world.advance(600);
    await world.nobody.remove('/local/faults');
    await vi.waitUntil(() => keptBy(listener).length >= 80, { timeout: 10_000, interval: 20 });
    const kept = keptBy(listener);
    expect(kept.map(({ seq }) => seq)).toEqual(Array.from({ length: 80 }, (_, at) => at + 1));
    for (let relay = 0; relay < 10; relay += 1)
      expect(kept.filter((frame) => frame.relay === relay).map(({ number }) => number)).toEqual([
        1, 2, 3, 4, 5, 6, 7, 8,
      ]);
    // A repeat comes in its old place, never in another.
    const places = new Map(kept.map(({ seq, relay, number }) => [`${relay}.${number}`, seq]));
    for (const { seq, relay, number } of listener.of('room.updated'))
      expect(places.get(`${relay}.${number}`)).toBe(seq);
  });
});

describe('a thousand listeners', () => {
  it('are told of one join by one publish, and of nothing else', async () => {
    await open('thousand');
    const { realtime } = (await host.post(`/v1/rooms/${roomId}/join`)).body;
    const crowd = await Promise.all(Array.from({ length: 1000 }, () => connect(realtime)));
    onTestFinished(() => {
      for (const subscriber of crowd) subscriber.close();
    });
    expect(await Promise.all(crowd.map((subscriber) => subscriber.listen(live)))).not.toContain(false);
    await world.advance(10);
    const before = crowd.map((subscriber) => subscriber.messageCount());
    await world.nobody.remove('/local/calls');
    expect((await (await world.person('newcomer')).post(`/v1/rooms/${roomId}/join`)).status).toBe(200);
    await world.advance(10);
    await vi.waitUntil(() => crowd.every(({ frames }) => frames.at(-1)?.['participantCount'] === 2), {
      timeout: 10_000,
    });
    expect(crowd.map((subscriber, at) => subscriber.messageCount() - (before[at] ?? 0))).toEqual(crowd.map(() => 1));
    const calls = toCalls((await world.nobody.get('/local/calls')).body);
    expect(calls.filter(({ service }) => service === 'appsync')).toHaveLength(1);
  });
});
const toCalls = (body: unknown) => (body as { readonly data: readonly { readonly service: string }[] }).data;
