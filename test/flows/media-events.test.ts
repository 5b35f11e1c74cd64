import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isConnected } from '../../domain/presence.ts';
import { openWorld, type Person, type World } from '../world.ts';
import { deadLetters, faultsOf, leftBehind } from './left-behind.ts';
import { type LiveRooms, liveRooms, once } from './live-room.ts';
import { type Operator, openOperator } from './operator.ts';

let world: World;
let rooms: LiveRooms;
let operator: Operator;

beforeAll(async () => {
  world = await openWorld();
  rooms = liveRooms(world);
  operator = await openOperator(world);
});
afterEach(async () => {
  rooms.leaveAll();
  await world.nobody.remove('/local/faults');
  await world.settle();
});
afterAll(async () => {
  expect(faultsOf(world)).toEqual([]);
  expect(deadLetters(world)).toEqual([]);
  await world.close();
});

const fault = (wish: object) => world.nobody.post('/local/faults', wish);
const mediaEvents = { service: 'events', operation: 'Chime Meeting State Change' };
/** Half a minute late: by then the host, who comes back after some twenty seconds, has connected again. */
const drops = { service: 'chime', operation: 'chime:AttendeeDropped' };
const queueOf = (name: string) => world.cloud.model.queues.find((queue) => queue.name.endsWith(`-${name}`))?.name;
const tableOf = (name: string) => world.cloud.model.tables.find((table) => table.name.endsWith(`-${name}`))?.name;

const cast = ['host', 'speaker', 'stays', 'absent', 'gone', 'leaver'] as const;
type Part = (typeof cast)[number];

/** What is stored of the room and its people, without ids and times. */
async function stored(roomId: string, people: ReadonlyMap<Part, Person>) {
  const { status, epoch, stage, graceEndsAt } = await operator.liveRoom(roomId);
  const members = cast.map(async (part) => {
    const person = people.get(part);
    const member = person && (await operator.member(roomId, person.userId));
    const place = stage.find(({ userId }) => userId === person?.userId);
    return {
      part,
      state: member?.state,
      isAwaited: member?.awaitedSince !== undefined,
      ...(place && { isHere: place.isHere, isConnected: isConnected(place) }),
    };
  });
  await rooms.heard();
  const { participantCount } = await rooms.seen(roomId);
  const isInGrace = graceEndsAt !== undefined;
  return { status, epoch, isInGrace, participantCount, members: await Promise.all(members) };
}

/** People come, drop, return, leave and are never heard of; what is stored is told after each of two long waits. */
async function story(name: string) {
  const { host, grant, roomId } = await rooms.goLive(`${name}_host`);
  const people = new Map<Part, Person>([['host', host]]);
  for (const part of cast.slice(1)) people.set(part, await world.person(`${name}_${part}`));
  const join = async (part: Part) => rooms.join(people.get(part) ?? host, roomId);
  const hosting = await rooms.enter(grant, { toneHertz: 440, ...once });
  const staying = await rooms.enter(await join('stays'));
  await join('absent');
  const going = await rooms.enter(await join('gone'), once);
  const leaving = await rooms.enter(await join('leaver'));
  await join('speaker');
  await operator.putOnStage(roomId, people.get('speaker') ?? host);
  const onStage = await join('speaker');
  const speaking = await rooms.enter(onStage, { toneHertz: 1000, ...once });
  await speaking.promote(onStage.audio.stage.attendee);
  await world.advance(60);

  await rooms.vanish(going);
  await rooms.vanish(hosting);
  await people.get('leaver')?.post(`/v1/rooms/${roomId}/leave`);
  leaving.leave();
  await world.advance(20);
  await rooms.enter(grant, { toneHertz: 440 });
  await staying.waitToHear(440);
  await rooms.vanish(speaking);
  await world.advance(900);
  const afterLosses = await stored(roomId, people);

  await operator.deleteMeeting(grant.audio.meeting.MeetingId);
  await world.advance(45);
  await rooms.enter(await join('host'), { toneHertz: 440 });
  await (await rooms.enter(await join('stays'))).waitToHear(440);
  await world.advance(900);
  const afterRestart = await stored(roomId, people);
  expect((await (await world.person(`${name}_host`)).post(`/v1/rooms/${roomId}/end`)).status).toBe(200);
  await world.advance(2 * 86_400 + 600);
  return { afterLosses, afterRestart, left: leftBehind(world, roomId) };
}

describe('events of the audio service', { timeout: 120_000 }, () => {
  let plain: Awaited<ReturnType<typeof story>>;

  it('tell who is here, who dropped and who never came', async () => {
    plain = await story('plain');
    const [host, speaker, stays, absent, gone, leaver] = plain.afterLosses.members;
    expect(host).toMatchObject({ state: 'joined', isHere: true, isConnected: true });
    expect(speaker).toMatchObject({ state: 'left', isHere: false, isConnected: false });
    expect(stays).toMatchObject({ state: 'joined', isAwaited: false });
    expect([absent, gone, leaver].map((member) => member?.state)).toEqual(['left', 'left', 'left']);
    expect(plain.afterLosses).toMatchObject({ epoch: 1, isInGrace: false, participantCount: 2 });
    expect(plain.afterRestart).toMatchObject({ epoch: 2, isInGrace: false, participantCount: 2 });
    expect(plain.left).toEqual([]);
  });

  it('that come twice change nothing', async () => {
    await fault({ ...mediaEvents, mode: 'duplicate', probability: 1 });
    await fault({ service: 'sqs', operation: queueOf('media-events'), mode: 'duplicate', probability: 0.5, seed: 3 });
    await fault({ service: 'streams', operation: tableOf('rooms'), mode: 'duplicate', probability: 0.5, seed: 4 });
    expect(await story('twice')).toEqual(plain);
  });

  it('that come late, some after what happened next, change nothing', async () => {
    await fault({ ...drops, mode: 'delay', probability: 1 });
    expect(await story('late')).toEqual(plain);
  });

  it('of which some come late, some twice and some behind others change nothing', async () => {
    await fault({ ...drops, mode: 'delay', probability: 1 });
    await fault({ ...mediaEvents, mode: 'delay', probability: 0.3, seed: 5 });
    await fault({ ...mediaEvents, mode: 'reorder', probability: 0.4, seed: 6 });
    await fault({ ...mediaEvents, mode: 'duplicate', probability: 0.5, seed: 7 });
    expect(await story('mixed')).toEqual(plain);
  });
});
