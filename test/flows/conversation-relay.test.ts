import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { following, heard, messagesIn, openTalk, say, type Talk } from '../given/conversation.ts';
import type { Subscriber } from '../given/subscriber.ts';
import { openWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.cloud.faults.clear());
afterAll(() => world.close());

/** Three claps and two lines, and what a listener has heard of them once all is quiet. */
async function talkUnder(fault: object): Promise<{ talk: Talk; listener: Subscriber }> {
  const talk = await openTalk(world);
  const listener = await following(talk.host, talk.roomId);
  await world.advance(3);
  for (let clap = 0; clap < 3; clap += 1)
    expect((await talk.host.post(`/v1/rooms/${talk.roomId}/reactions`, { emoji: '👏' })).status).toBe(200);
  for (const text of ['one', 'two']) await say(talk.host, talk.roomId, text);
  // All of it waits now for the second in which the stream gathers.
  expect((await world.nobody.post('/local/faults', fault)).status).toBe(201);
  await world.advance(60);
  await heard(listener, 'tick', ({ reactions }) => Object(reactions)['👏'] >= 3);
  await heard(listener, 'chat.posted');
  return { talk, listener };
}

describe('what is said is counted and told once', () => {
  it.each([
    ['the stream brings its records twice', { service: 'streams', mode: 'duplicate', times: 10 }],
    ['frames come twice', { service: 'sqs', operation: 'rostrum-frames.fifo', mode: 'duplicate', times: 10 }],
    [
      'the relay’s sums are written and the answer is lost',
      { service: 'dynamodb', operation: 'TransactWriteItems', mode: 'apply-then-fail', times: 6 },
    ],
    [
      'the relay cannot write for a while',
      { service: 'dynamodb', operation: 'TransactWriteItems', mode: 'fail-before', times: 4 },
    ],
    [
      'the relay cannot send for a while',
      { service: 'sqs', operation: 'SendMessageBatch', mode: 'fail-before', times: 4 },
    ],
  ])('though %s', async (_what, fault) => {
    const { talk, listener } = await talkUnder(fault);
    expect(listener.of('tick').at(-1)?.['reactions']).toEqual({ '👏': 3 });
    const lines = new Map(
      listener
        .of('chat.posted')
        .flatMap(({ seq, messages }) => messagesIn(messages).map(({ text }) => [`${seq} ${text}`, text])),
    );
    expect([...lines.values()].toSorted()).toEqual(['one', 'two']);
    expect((await talk.host.get(`/v1/rooms/${talk.roomId}`)).body.participantCount).toBe(1);
  });
});
