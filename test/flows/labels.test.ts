import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { blockKey } from '../../adapters/dynamodb/table.ts';
import { createChance } from '../../local/faults/chance.ts';
import { goLive } from '../given/stories.ts';
import { follow } from '../given/subscriber.ts';
import { putItem } from '../races/watching.ts';
import { openWorld, type Person, type World } from '../world.ts';
import { itemsOf } from './left-behind.ts';
import { type Operator, openOperator } from './operator.ts';

let world: World;
let operator: Operator;
let count = 0;
beforeAll(async () => {
  world = await openWorld();
  operator = await openOperator(world);
});
afterAll(() => world.close());

const somebody = () => world.person(`person${++count}`);
const people = (wanted: number) => Promise.all(Array.from({ length: wanted }, somebody));
const block = (person: Person, other: Person) => person.put(`/v1/me/blocks/${other.userId}`);
async function openRoom(): Promise<string> {
  const roomId = await goLive(await world.person(`host${++count}`, { followers: 600 }));
  await world.settle();
  return roomId;
}
async function join(person: Person, roomId: string) {
  const answer = await person.post(`/v1/rooms/${roomId}/join`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}
/** Onto the stage, and everybody who is to be warned has been. */
async function onStage(roomId: string, person: Person): Promise<void> {
  await operator.putOnStage(roomId, person);
  await world.settle();
}
const labelOf = ({ userId }: Person) => ({ userId, kind: 'blocked_by_you' });

/** `viewer blocked` of every label a room's people were sent, however often it was published. */
const sentIn = (roomId: string): readonly string[] =>
  itemsOf(world, 'social').flatMap(({ pk, sk }) => {
    const [, userId] = new RegExp(`^FRAME#${roomId}\\.label\\.(\\d+)\\.`).exec(String(sk)) ?? [];
    return userId === undefined ? [] : [`${String(pk).split('#')[1]} ${userId}`];
  });

describe('whoever has blocked somebody on stage', () => {
  it('is warned before entering, in the grant and in the list of people; others are not', async () => {
    const roomId = await openRoom();
    const [viewer, speaker, other] = [await somebody(), await somebody(), await somebody()];
    await block(viewer, speaker);
    await onStage(roomId, speaker);
    expect((await viewer.get(`/v1/rooms/${roomId}`)).body.labels).toEqual([labelOf(speaker)]);
    const grant = await join(viewer, roomId);
    expect([grant.labels, grant.room.labels]).toEqual([[labelOf(speaker)], [labelOf(speaker)]]);
    expect((await viewer.get(`/v1/rooms/${roomId}/people`)).body).toMatchObject({
      labels: [labelOf(speaker)],
      data: [{ role: 'host' }, { userId: speaker.userId, role: 'speaker' }],
    });
    expect((await join(other, roomId)).labels).toEqual([]);
    expect((await other.get(`/v1/rooms/${roomId}/people`)).body.labels).toEqual([]);
  });

  it('is told the moment the blocked person comes on stage, and each time they come', async () => {
    const roomId = await openRoom();
    const [viewer, speaker, other] = [await somebody(), await somebody(), await somebody()];
    await block(viewer, speaker);
    const subscribers = [];
    for (const person of [viewer, other, speaker]) {
      const subscriber = await follow((await join(person, roomId)).realtime);
      onTestFinished(() => subscriber.close());
      subscribers.push(subscriber);
    }
    const [own, others, speakers] = subscribers;
    await onStage(roomId, speaker);
    await vi.waitUntil(() => own?.of('label').length === 1, { timeout: 5_000 });
    expect(own?.of('label')[0]).toMatchObject({
      roomId,
      userId: speaker.userId,
      channel: `/rostrum/user/${viewer.userId}`,
    });
    await operator.takeOffStage(roomId, speaker);
    await world.advance(60);
    await onStage(roomId, speaker);
    await vi.waitUntil(() => own?.of('label').length === 2, { timeout: 5_000 });
    await world.advance(60);
    expect([own, others, speakers].map((subscriber) => subscriber?.of('label').length)).toEqual([2, 0, 0]);
  });

  it('is told seconds later when they were on the way in while the person came on stage', async () => {
    const roomId = await openRoom();
    const [viewer, speaker] = [await somebody(), await somebody()];
    await block(viewer, speaker);
    await onStage(roomId, speaker);
    expect(sentIn(roomId)).toEqual([]);
    await join(viewer, roomId);
    await world.advance(15);
    expect(sentIn(roomId)).toEqual([`${viewer.userId} ${speaker.userId}`]);
  });

  it('is told though hundreds of others have blocked that person too, who are elsewhere', async () => {
    const roomId = await openRoom();
    const speaker = await somebody();
    // Ids on both sides of every page's end, by the index's order.
    const viewers = await people(4);
    for (const viewer of viewers) await join(viewer, roomId);
    for (const viewer of viewers) await block(viewer, speaker);
    for (let number = 0; number < 250; number += 1) {
      const blockerId = `${(number % 9) + 1}${String(number).padStart(15, '0')}`;
      const edge = { blockerId, blockedId: speaker.userId, at: new Date(world.cloud.clock.now()).toISOString() };
      await putItem(world, 'social', { ...blockKey(blockerId, speaker.userId), ...edge });
    }
    await onStage(roomId, speaker);
    expect(sentIn(roomId).toSorted()).toEqual(viewers.map(({ userId }) => `${userId} ${speaker.userId}`).toSorted());
    const looks = world.cloud.calls
      .list()
      .filter((call) => call.function.endsWith('-warnings') && call.operation === 'BatchGetItem');
    expect(looks.slice(-3).map(({ readUnits }) => readUnits)).toEqual([100, 100, 54]);
  });

  it('is told nothing of somebody who has gone from the stage again', async () => {
    const roomId = await openRoom();
    const [viewer, speaker] = [await somebody(), await somebody()];
    await block(viewer, speaker);
    await onStage(roomId, speaker);
    await operator.takeOffStage(roomId, speaker);
    await join(viewer, roomId);
    await world.advance(15);
    expect(sentIn(roomId)).toEqual([]);
  });

  it('does not see whom they blocked among the listeners, and everybody else does', async () => {
    const roomId = await openRoom();
    const [viewer, hidden, other] = [await somebody(), await somebody(), await somebody()];
    for (const person of [hidden, other]) await person.patch('/v1/me', { isListeningShared: true });
    for (const person of [viewer, hidden, other]) await join(person, roomId);
    await block(viewer, hidden);
    await world.advance(2);
    const seenBy = async (person: Person) =>
      (await person.get(`/v1/rooms/${roomId}/people?role=listener`)).body.data.map(({ userId }) => userId).toSorted();
    expect(await seenBy(viewer)).toEqual([other.userId]);
    expect(await seenBy(other)).toEqual([hidden.userId, other.userId].toSorted());
    expect(await seenBy(hidden)).toEqual([hidden.userId, other.userId].toSorted());
  });
});

describe('over random graphs of blocks', () => {
  it.each([1, 2, 3, 4])(
    'labels reach exactly who blocked the speaker, by grant or by frame (graph %i)',
    async (seed) => {
      const chance = createChance(seed);
      const roomId = await openRoom();
      const crowd = await people(9);
      const blocked = new Set<string>();
      for (const one of crowd)
        for (const other of crowd) {
          if (one === other || chance() > 0.35) continue;
          await block(one, other);
          blocked.add(`${one.userId} ${other.userId}`);
        }
      const [early, late, speakers] = [crowd.slice(0, 4), crowd.slice(4, 6), crowd.slice(6)];
      for (const person of [...early, ...speakers]) await join(person, roomId);
      const expected: string[] = [];
      for (const speaker of speakers) {
        const here = [...early, ...speakers];
        expected.push(...here.map(({ userId }) => `${userId} ${speaker.userId}`).filter((pair) => blocked.has(pair)));
        await onStage(roomId, speaker);
      }
      await world.advance(15);
      expect(sentIn(roomId).toSorted()).toEqual(expected.toSorted());
      for (const person of [...late, ...early]) {
        const named = (await join(person, roomId)).labels.map(({ userId }) => `${person.userId} ${userId}`);
        const wanted = speakers.map(({ userId }) => `${person.userId} ${userId}`).filter((pair) => blocked.has(pair));
        expect(named).toEqual(wanted);
      }
      await world.advance(15);
      expect(sentIn(roomId)).toHaveLength(expected.length);
    },
  );
});
