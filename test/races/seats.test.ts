import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinAudio } from '../synthetic-client.ts';
import type { Answer, World } from '../world.ts';
import { peopleOf } from './rooms.ts';
import {
  faultsIn,
  freeSeatsOf,
  idsOf,
  itemsOf,
  meetingsOf,
  membersOf,
  openRaceWorld,
  othersThan,
  replicasOf,
  times,
  worksOf,
} from './watching.ts';

let world: World;
let people: ReturnType<typeof peopleOf>;
beforeAll(async () => {
  world = await openRaceWorld();
  people = peopleOf(world);
});
afterAll(() => world.close());

const passOf = ({ body }: Answer) => ({ Meeting: body.audio.meeting, Attendee: body.audio.attendee });
const stateOf = (roomId: string, userId: string) => membersOf(world, roomId).find((member) => member.userId === userId);

describe('one person who joins many times at once', () => {
  it('has one seat, the same in every answer, also when never seen before', async () => {
    const { roomId } = await people.liveRoom();
    const person = await world.person('newcomer');
    const answers = await Promise.all(times(10, () => people.join(person, roomId)));
    await world.settle();
    const { attendees } = idsOf(answers);
    expect(othersThan(200, answers)).toEqual([]);
    expect(attendees).toHaveLength(1);
    expect(stateOf(roomId, person.userId)?.seat?.attendee.AttendeeId).toBe(attendees[0]);
    expect(freeSeatsOf(world, roomId), 'nine seats are not lost').toHaveLength(99);
    expect(freeSeatsOf(world, roomId)).not.toContain(attendees[0]);
  });

  it('comes back to the same seat after leaving', async () => {
    const { roomId } = await people.liveRoom();
    const [person] = await people.listeners(1);
    if (!person) return;
    const first = await people.join(person, roomId);
    await people.leave(person, roomId);
    const answers = await Promise.all(times(10, () => people.join(person, roomId)));
    expect(othersThan(200, [first, ...answers])).toEqual([]);
    expect(idsOf([first, ...answers]).attendees).toHaveLength(1);
    expect(freeSeatsOf(world, roomId)).toHaveLength(99);
  });
});

describe('joining while something else happens', () => {
  it('a person who leaves and joins at once has one seat and is either here or gone', async () => {
    const { roomId } = await people.liveRoom();
    const persons = await people.listeners(8);
    world.cloud.calls.clear();
    for (const person of persons) {
      const [first, left, ...joined] = await Promise.all([
        people.join(person, roomId),
        people.leave(person, roomId),
        ...times(4, () => people.join(person, roomId)),
        people.leave(person, roomId),
        people.join(person, roomId),
      ]);
      const answers = [first, ...joined.filter(({ status }) => status !== 204 && status !== 409)];
      const grants = answers.filter(({ body }) => body.audio !== undefined);
      expect([200, 409], left?.text).toContain(left?.status);
      expect(idsOf(grants).attendees).toHaveLength(1);
      const member = stateOf(roomId, person.userId);
      expect(['joined', 'left']).toContain(member?.state);
      expect(member?.seat?.attendee.AttendeeId).toBe(idsOf(grants).attendees[0]);
    }
    await world.settle();
    expect(freeSeatsOf(world, roomId)).toHaveLength(92);
    const tries = world.cloud.calls
      .list()
      .filter(({ operation, requestId }) => requestId && operation === 'TransactWriteItems');
    expect(tries.length, 'no storm of writes').toBeLessThan(200);
    expect(faultsIn(world)).toEqual([]);
  });

  it('a room that ends while people join gives nobody sound and leaves nothing behind', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { host, roomId } = await people.liveRoom();
      const persons = await people.listeners(12);
      const [ended, ...answers] = await Promise.all([
        host.post(`/v1/rooms/${roomId}/end`),
        ...persons.map((person) => people.join(person, roomId)),
      ]);
      const late = await Promise.all(persons.map((person) => people.join(person, roomId)));
      await world.advance(10);
      expect(ended.status).toBe(200);
      for (const { status, body, text } of [...answers, ...late]) {
        if (status !== 200) expect([status, body.error?.code], text).toEqual([409, 'room_already_ended']);
      }
      expect(late.map(({ status }) => status)).toEqual(times(12, () => 409));
      expect(meetingsOf(world, roomId)).toEqual([]);
      const granted = answers.filter(({ status }) => status === 200);
      for (const grant of granted.slice(0, 2)) await expect(joinAudio(passOf(grant))).rejects.toBeTruthy();
      const left = itemsOf(world, 'rooms').filter(
        ({ pk, roomId: id }) => id === roomId && /#FREE|#MEDIA|^WORK|^MEETING/.test(String(pk)),
      );
      expect(left).toEqual([]);
      const { body: seen } = await world.nobody.get(`/v1/rooms/${roomId}`);
      expect([seen.status, seen.participantCount]).toEqual(['ended', 0]);
    }
    expect(worksOf(world)).toEqual([]);
    expect(faultsIn(world)).toEqual([]);
  });

  it('a room that ends the moment it begins leaves nothing behind', async () => {
    for (let round = 0; round < 4; round += 1) {
      const host = await world.person(`brief${round}`, { followers: 600 });
      await world.advance(5);
      const created = await host.post('/v1/rooms', { title: 'Brief' });
      const { id: roomId } = created.body.room;
      // A little later each round: before, while and after the minter makes the first seats.
      await new Promise((resolve) => setTimeout(resolve, round * 15));
      const ended = await host.post(`/v1/rooms/${roomId}/end`);
      expect(ended.status, ended.text).toBe(200);
      await world.advance(10);
      expect(meetingsOf(world, roomId)).toEqual([]);
      const left = itemsOf(world, 'rooms').filter(
        ({ pk, roomId: id }) => id === roomId && /#FREE|#MEDIA|^WORK|^MEETING/.test(String(pk)),
      );
      expect(left).toEqual([]);
    }
    expect(faultsIn(world)).toEqual([]);
  });
});

describe('the 251st listener', () => {
  it('lands in a second replica, and the first holds no more than 250', async () => {
    const { roomId } = await people.liveRoom();
    const persons = await people.listeners(251);
    const answers = await people.joinAll(persons, roomId, 40);
    const { attendees } = idsOf(answers);
    expect(othersThan(200, answers)).toEqual([]);
    expect(attendees, 'a seat each').toHaveLength(251);
    const replicas = replicasOf(world, roomId);
    expect(replicas.length).toBe(2);
    for (const { seats } of replicas) expect(seats.length).toBeLessThanOrEqual(250);
    const [, second] = replicas;
    const inSecond = answers.filter(({ body }) => body.audio.meeting.MeetingId === second?.meetingId);
    expect(inSecond.length).toBeGreaterThan(0);
    const { body: seen } = await world.nobody.get(`/v1/rooms/${roomId}`);
    expect(seen.participantCount).toBe(252);
  });
});
