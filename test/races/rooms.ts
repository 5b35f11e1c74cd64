import { expect } from 'vitest';
import { mediaKey, minterQueue, poolWorkId, workKey, workPriority } from '../../adapters/dynamodb/table.ts';
import { type Rank, ranks } from '../../adapters/dynamodb/works.ts';
import type { Answer, Door, Person, World } from '../world.ts';
import { itemsOf, putItem, times } from './watching.ts';

/** Rooms and people of one world, made as its API's users make them. */
export function peopleOf(world: World) {
  let count = 0;
  const join = (person: Door, roomId: string): Promise<Answer> => person.post(`/v1/rooms/${roomId}/join`);
  return {
    join,
    /** Comes again as the answer says while places are being made ready: deaths take the media service an eighth of a second each. */
    async joinPatiently(person: Door, roomId: string): Promise<Answer> {
      let answer = await join(person, roomId);
      for (let again = 0; again < 4 && answer.body.error?.code === 'audience_warming'; again += 1) {
        expect(answer.headers.get('retry-after')).toBe('1');
        answer = await join(person, roomId);
      }
      return answer;
    },
    leave: (person: Door, roomId: string): Promise<Answer> => person.post(`/v1/rooms/${roomId}/leave`),
    /** People the product has seen before, so that a join of theirs is only a join. */
    async listeners(wanted: number): Promise<readonly Person[]> {
      const people = await Promise.all(times(wanted, () => world.person(`listener${++count}`)));
      await Promise.all(people.map((person) => person.get('/v1/me')));
      return people;
    },
    /** A live room whose first seats are made. */
    async liveRoom(
      wish: object = {},
    ): Promise<{ readonly host: Person; readonly roomId: string; readonly grant: Answer }> {
      const host = await world.person(`talker${++count}`, { followers: 600 });
      await world.settle();
      await world.advance(5);
      const grant = await host.post('/v1/rooms', { title: 'A room', ...wish });
      expect(grant.status, grant.text).toBe(201);
      await world.settle();
      return { host, roomId: grant.body.room.id, grant };
    },
    /** Everybody joins, some at a time, and the pool is given the time to follow. */
    async joinAll(people: readonly Person[], roomId: string, atOnce = 25): Promise<readonly Answer[]> {
      const answers: Answer[] = [];
      for (let at = 0; at < people.length; at += atOnce) {
        answers.push(...(await Promise.all(people.slice(at, at + atOnce).map((person) => join(person, roomId)))));
        await world.advance(2);
      }
      return answers;
    },
  };
}

/** Comes again as the answer says while too much happens at once. */
export async function asOften(ask: () => Promise<Answer>): Promise<Answer> {
  let answer = await ask();
  for (let again = 0; again < 20 && answer.body.error?.code === 'busy'; again += 1) answer = await ask();
  return answer;
}

type Rush = { readonly waiting?: number; readonly joinsInFlight?: number; readonly rank?: Rank };

/** Tells the minter, with the operator's keys and past the relay, that so many people come to the room. */
export async function orderSeats(world: World, roomId: string, rush: Rush) {
  const { waiting = 0, joinsInFlight = 0, rank = ranks.cold } = rush;
  const workId = poolWorkId(roomId, 1, rank);
  const place = { workQueue: minterQueue, priority: workPriority(rank, '') };
  const counts = { orderCount: 1, failureCount: 0, joinsInFlight, waiting };
  const work = { ...workKey(workId), workId, kind: 'pool', rank, roomId, epoch: 1, ...place, ...counts };
  await putItem(world, 'rooms', work);
  const { queues, model, clock } = world.cloud;
  const arn = model.queues.find(({ name }) => name.endsWith('-minter.fifo'))?.arn ?? '';
  queues.send(arn, '{}', { groupId: 'minter', deduplicationId: String(clock.now()) }, {});
}

/** As if so many more seats of the replica had been given to others: what a test need not do through the API. */
export async function crowdReplica(world: World, roomId: string, seats: number, replica = 1): Promise<void> {
  const { pk } = mediaKey(roomId, replica);
  const item = itemsOf(world, 'rooms').find((candidate) => candidate['pk'] === pk);
  if (!item) throw new Error(`There is no replica ${replica}`);
  await putItem(world, 'rooms', { ...item, existingSeats: Number(item['existingSeats']) + seats });
}

/** A choice that is the same in every run. */
export function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
