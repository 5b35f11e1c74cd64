import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { timeOfId } from '../../domain/ids.ts';
import { messagesIn, type SeenMessage } from '../given/conversation.ts';
import { follow, type Subscriber } from '../given/subscriber.ts';
import type { Answer, Door, Person, World } from '../world.ts';
import { crowdsOf } from './crowds.ts';
import { peopleOf } from './rooms.ts';
import { faultsIn, openRaceWorld, othersThan, times } from './watching.ts';

const perSecond = 100;
const seconds = 4;
/** Everybody writes once a second, below what one person may. */
const writerCount = perSecond;
/** The service's own limit, DynamoDB: write units of one partition in one second. */
const partitionWriteUnitsPerSecond = 1_000;

let world: World;
let host: Person;
let roomId: string;
let listener: Subscriber;
const answers: Answer[] = [];
beforeAll(async () => {
  world = await openRaceWorld({ tableOptions: { holdTransactionsMs: 5, partitionWriteUnitsPerSecond } });
  const room = await peopleOf(world).liveRoom();
  ({ host, roomId } = room);
  listener = await follow(room.grant.body.realtime);
}, 60_000);
afterAll(async () => {
  listener.close();
  await world.close();
});

const toMessage = ({ body }: Answer) => messagesIn([body])[0];

/** Writes at an even pace, whether or not others' lines have been answered; of one's own the next one waits, as a client does. */
async function writeAll(writers: readonly Door[]): Promise<void> {
  const under = new Map<number, Promise<unknown>>();
  const startedAt = performance.now();
  for (let at = 0; at < perSecond * seconds; at += 1) {
    const due = startedAt + (at * 1000) / perSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    const number = at % writerCount;
    const write = async () => {
      const answer = await writers[number]?.post(`/v1/rooms/${roomId}/chat`, { text: `line ${at}` });
      if (answer) answers.push(answer);
    };
    under.set(number, Promise.resolve(under.get(number)).then(write));
  }
  await Promise.all(under.values());
}

async function allOfTheChat(): Promise<readonly SeenMessage[]> {
  const found: SeenMessage[] = [];
  let query = '';
  do {
    const { body } = await host.get(`/v1/rooms/${roomId}/chat?limit=100${query}`);
    found.push(...messagesIn(body.data));
    query = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
  } while (query !== '');
  return found;
}

describe('a hundred lines a second in one room', () => {
  it('are all taken, and no partition is too hot for them', { timeout: 90_000 }, async () => {
    const crowds = crowdsOf(world);
    const writers = await crowds.people(writerCount, 'writer');
    await crowds.inside(writers, roomId);
    await world.advance(3);
    await writeAll(writers);
    expect(othersThan(201, answers)).toEqual([]);
    expect(answers).toHaveLength(perSecond * seconds);
    const throttled = world.cloud.calls.list().filter(({ error }) => `${error}`.includes('Throughput'));
    expect(throttled).toEqual([]);
    expect(faultsIn(world)).toEqual([]);
  });

  it('stand in the list in the order of their ids, each once', async () => {
    const ids = answers.map((answer) => toMessage(answer)?.id ?? '');
    expect((await allOfTheChat()).map(({ id }) => id)).toEqual(ids.toSorted().toReversed());
  });

  it('are heard by whoever listens, each once and hardly out of order, in few frames', async () => {
    await world.advance(3);
    const frames = listener.of('chat.posted');
    const heard = frames.map(({ messages }) => messagesIn(messages));
    const ids = heard.flat().map(({ id }) => id);
    expect(ids.toSorted()).toEqual(answers.map((answer) => toMessage(answer)?.id ?? '').toSorted());
    for (const [at, { seq }] of frames.entries()) expect(seq).toBe((frames[0]?.seq ?? 0) + at);
    for (const messages of heard) expect(messages.map(({ id }) => id)).toEqual(messages.map(({ id }) => id).toSorted());
    const steps = ids.slice(1).map((id, at) => timeOfId(id) - timeOfId(ids[at] ?? ''));
    console.log(`${frames.length} frames; a line comes ${-Math.min(...steps)} ms behind a later one at most`);
    // Two lines that are written at the same instant may be committed the other way round: clients sort by id.
    expect(Math.min(...steps)).toBeGreaterThan(-1_000);
    expect(frames.length).toBeLessThan(answers.length / 4);
  });

  it('keep each person’s own order', () => {
    const said = Map.groupBy(
      listener.of('chat.posted').flatMap(({ messages }) => messagesIn(messages)),
      ({ userId }) => userId,
    );
    expect(said.size).toBe(writerCount);
    for (const lines of said.values()) {
      const numbers = lines.map(({ text }) => Number(text.slice(5)));
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }
  });
});

describe('one person on ten devices', () => {
  it('writes five lines at once and no more', async () => {
    const crowds = crowdsOf(world);
    const [writer] = await crowds.people(1, 'manyhands');
    if (!writer) return;
    await crowds.inside([writer], roomId);
    const tried = await Promise.all(times(10, (at) => writer.post(`/v1/rooms/${roomId}/chat`, { text: `hand ${at}` })));
    const taken = tried.filter(({ status }) => status === 201);
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.length).toBeLessThanOrEqual(5);
    for (const { status, body } of tried.filter((answer) => !taken.includes(answer)))
      expect(['429 too_fast', '503 busy']).toContain(`${status} ${body.error.code}`);
    const kept = (await allOfTheChat()).filter(({ userId }) => userId === writer.userId);
    expect(kept).toHaveLength(taken.length);
  });
});
