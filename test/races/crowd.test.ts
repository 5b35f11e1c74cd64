import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ranks } from '../../adapters/dynamodb/works.ts';
import { serviceLimits } from '../../local/audio/limits.ts';
import type { Answer, Door, Person, World } from '../world.ts';
import { crowdsOf } from './crowds.ts';
import { orderSeats, peopleOf } from './rooms.ts';
import {
  differenceOf,
  faultsIn,
  freeSeatsOf,
  idsOf,
  mediaCalls,
  openRaceWorld,
  othersThan,
  replicasOf,
  seatCounts,
  times,
  worksOf,
} from './watching.ts';

/** Four replicas of 250: every place there is at the service's own quotas, which the embedded cloud keeps. */
const places = serviceLimits.seatsPerMeeting * serviceLimits.replicasPerPrimary;
const arrivalSeconds = 60;
/** So long a join waits for a seat at most; a pool is never empty for longer. */
const longestWaitMilliseconds = 2000;
const atOnce = 20;
/** On a machine that others starve a join may run out of its two seconds; whoever is told so comes again, as clients do. */
const mostToldToComeAgain = places / 100;
const thrownOut = 3;

let world: World;
let people: ReturnType<typeof peopleOf>;
let crowds: ReturnType<typeof crowdsOf>;
let host: Person;
let roomId: string;
const listeners: Door[] = [];
const answers: Answer[] = [];
let toldToComeAgain = 0;

beforeAll(async () => {
  world = await openRaceWorld();
  people = peopleOf(world);
  crowds = crowdsOf(world);
  ({ host, roomId } = await people.liveRoom());
  listeners.push(...(await crowds.people(places, 'listener')));
});
afterAll(() => world.close());

/** Until the door opens, as a client of ours does it. */
async function comeIn(door: Door): Promise<Answer> {
  const answer = await people.join(door, roomId);
  if (answer.body.error?.code !== 'audience_warming' || toldToComeAgain >= mostToldToComeAgain) return answer;
  toldToComeAgain += 1;
  await new Promise((resolve) => setTimeout(resolve, Number(answer.headers.get('retry-after')) * 1000));
  return comeIn(door);
}

/** Everybody joins once, as fast as this machine goes. */
async function joinAll(): Promise<void> {
  const rest = [...listeners];
  const joinNext = async (): Promise<void> => {
    for (let door = rest.pop(); door; door = rest.pop()) answers.push(await comeIn(door));
  };
  await Promise.all(times(atOnce, joinNext));
}

/** Looks at the pool until nobody is left to come; answers how long there was no free seat at one time. */
async function longestEmpty(): Promise<number> {
  let [lastSeenAt, longest] = [performance.now(), 0];
  while (answers.length < places) {
    if ((await crowds.someFree(roomId)) > 0) lastSeenAt = performance.now();
    longest = Math.max(longest, performance.now() - lastSeenAt);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return longest;
}

/** One after the other, while the crowd comes in. */
async function kickOnTheWay(unwanted: readonly Answer[]): Promise<readonly string[]> {
  const dead: string[] = [];
  for (const { body } of unwanted) {
    const wanted = ((dead.length + 1) * places) / (unwanted.length + 2);
    await until(() => answers.length >= wanted);
    dead.push(await crowds.kick(roomId, body.audio.attendee.AttendeeId));
  }
  return dead;
}

async function until(isTrue: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  while (!isTrue() && performance.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** The most calls of one kind that the media service took within a second. */
function mostInOneSecond(operation: string): number {
  const times = mediaCalls(world, operation).map(({ at }) => at);
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
}

describe('a thousand listeners who come within a minute', () => {
  it('are all inside, though some are thrown out on the way: nobody waits longer than a join may', async () => {
    const rowdy = await crowds.people(thrownOut, 'rowdy');
    const unwanted = await Promise.all(rowdy.map((door) => people.join(door, roomId)));
    world.cloud.calls.clear();
    const startedAt = world.cloud.clock.now();
    const [, emptyMilliseconds, dead] = await Promise.all([joinAll(), longestEmpty(), kickOnTheWay(unwanted)]);
    const seconds = (world.cloud.clock.now() - startedAt) / 1000;
    console.log(
      `${places} joins in ${seconds.toFixed(1)} s; no free seat for ${emptyMilliseconds.toFixed(0)} ms at most; ${toldToComeAgain} told to come again`,
    );
    expect(othersThan(200, [...unwanted, ...answers])).toEqual([]);
    expect(idsOf(answers).attendees, 'a seat each').toHaveLength(places);
    expect(seconds).toBeLessThan(arrivalSeconds);
    expect(emptyMilliseconds).toBeLessThan(longestWaitMilliseconds);
    await world.settle();
    const living = replicasOf(world, roomId).flatMap(({ seats }) => seats.map(({ attendeeId }) => attendeeId));
    expect(differenceOf(living, idsOf(answers).attendees)).toEqual([]);
    expect(living.filter((attendeeId) => dead.includes(attendeeId))).toEqual([]);
  });

  it('have filled four replicas to the last seat, at the rates that the media service allows', () => {
    expect(seatCounts(world, roomId)).toEqual({ counted: times(4, () => 250), made: times(4, () => 250) });
    expect(freeSeatsOf(world, roomId)).toEqual([]);
    expect(mediaCalls(world).filter(({ error }) => error !== undefined)).toEqual([]);
    expect(mostInOneSecond('BatchCreateAttendee')).toBeLessThanOrEqual(serviceLimits.requestsPerSecond);
    expect(worksOf(world)).toEqual([]);
    expect(faultsIn(world)).toEqual([]);
  });

  it('are counted a second later', async () => {
    await world.advance(1);
    expect((await host.get(`/v1/rooms/${roomId}`)).body).toMatchObject({ participantCount: places + 1 });
    const { body } = await host.get(`/v1/rooms/${roomId}/people`);
    expect(body).toMatchObject({ counts: { stage: 1, listeners: places } });
  });

  it('leave no place for the next one, who is told to come much later, until somebody leaves', async () => {
    const [[late], [first]] = [await crowds.people(1, 'late'), listeners];
    if (!late || !first) return;
    const refused = await people.join(late, roomId);
    expect([refused.status, refused.body.error.code], refused.text).toEqual([503, 'audience_full']);
    expect(refused.headers.get('retry-after')).toBe('30');
    const guest = await world.nobody.post(`/v1/rooms/${roomId}/listen`);
    expect([guest.status, guest.body.error.code], guest.text).toEqual([503, 'audience_full']);
    expect((await people.join(first, roomId)).status, 'whoever is in comes back').toBe(200);
    expect((await people.leave(first, roomId)).status).toBe(200);
    await world.settle();
    expect((await people.joinPatiently(late, roomId)).status).toBe(200);
  });
});

describe('whoever is thrown out', () => {
  it('is out before seats are made ahead for the next ones, also while they are being made', async () => {
    const { roomId: other } = await people.liveRoom();
    const doors = await crowds.people(thrownOut, 'rude');
    const joined = await Promise.all(doors.map((door) => people.join(door, other)));
    await world.settle();
    world.cloud.calls.clear();
    await orderSeats(world, other, { waiting: 700, rank: ranks.low });
    await until(() => mediaCalls(world, 'BatchCreateAttendee').length > 0);
    const orderedAt = world.cloud.clock.now();
    for (const { body } of joined) await crowds.kick(other, body.audio.attendee.AttendeeId);
    await world.settle();
    const deaths = mediaCalls(world, 'DeleteAttendee');
    expect(deaths).toHaveLength(thrownOut);
    for (const { at } of deaths) expect(at - orderedAt).toBeLessThan(1500);
    const [last] = deaths.slice(-1);
    const after = mediaCalls(world, 'BatchCreateAttendee').filter(({ at }) => at > (last?.at ?? 0));
    expect(after.length, 'most seats are made after that').toBeGreaterThan(3);
    expect(freeSeatsOf(world, other).length).toBeGreaterThanOrEqual(700);
  });
});
