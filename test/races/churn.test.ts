import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinAudio } from '../synthetic-client.ts';
import type { Answer, Person, World } from '../world.ts';
import { createChance, crowdReplica, peopleOf } from './rooms.ts';
import {
  differenceOf,
  faultsIn,
  freeSeatsOf,
  idsOf,
  membersOf,
  openRaceWorldWith,
  othersThan,
  replicasOf,
  seatCounts,
  times,
} from './watching.ts';

let world: World;
let people: ReturnType<typeof peopleOf>;
beforeAll(async () => {
  world = await openRaceWorldWith({ replicaBudget: 1 });
  people = peopleOf(world);
});
afterAll(() => world.close());

/** Seats of one replica that are not the people's of the test: a pool of 100 is all there is, and half of it is low. */
const elsewhere = 150;
const passOf = ({ body }: Answer) => ({ Meeting: body.audio.meeting, Attendee: body.audio.attendee });
const attendeeOf = ({ body }: Answer) => body.audio.attendee.AttendeeId;

async function smallRoom(): Promise<string> {
  const { roomId } = await people.liveRoom();
  await crowdReplica(world, roomId, elsewhere);
  return roomId;
}
const livingSeats = (roomId: string) =>
  new Set(replicasOf(world, roomId).flatMap(({ seats }) => seats.map(({ attendeeId }) => attendeeId)));

describe('seats of people who left', () => {
  it('are deleted and made anew once the pool is low: the old credential is refused, and nobody else is given it', async () => {
    const roomId = await smallRoom();
    const [leaver, ...others] = await people.listeners(61);
    if (!leaver) return;
    const old = await people.join(leaver, roomId);
    await people.leave(leaver, roomId);
    const client = await joinAudio(passOf(old));
    client.leave();
    const answers = await people.joinAll(others, roomId, 20);
    await world.advance(5);
    expect(othersThan(200, answers)).toEqual([]);
    expect(livingSeats(roomId).has(attendeeOf(old))).toBe(false);
    await expect(joinAudio(passOf(old))).rejects.toBeTruthy();
    expect(idsOf(answers).attendees).not.toContain(attendeeOf(old));
    const back = await people.join(leaver, roomId);
    expect(back.status, back.text).toBe(200);
    expect(attendeeOf(back)).not.toBe(attendeeOf(old));
    const again = await joinAudio(passOf(back));
    again.leave();
  });

  it('are never given to a second person, however sixty people come and go', async () => {
    const roomId = await smallRoom();
    const persons = await people.listeners(60);
    const chance = createChance(7);
    const holders = new Map<string, Set<string>>();
    const note = (person: Person, answer: Answer): void => {
      if (answer.status !== 200) expect([503], answer.text).toContain(answer.status);
      else holders.set(attendeeOf(answer), (holders.get(attendeeOf(answer)) ?? new Set()).add(person.userId));
    };
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(
        persons.map(async (person) => {
          if (chance() < 0.75) note(person, await people.join(person, roomId));
          if (chance() < 0.5) await people.leave(person, roomId);
          if (chance() < 0.3) note(person, await people.join(person, roomId));
        }),
      );
      await world.advance(1);
    }
    await world.advance(5);
    expect([...holders].filter(([, who]) => who.size > 1)).toEqual([]);
    expect(holders.size, 'some seats were taken back and made anew').toBeGreaterThan(60);
    const held = membersOf(world, roomId).flatMap(({ seat }) => seat?.attendee.AttendeeId ?? []);
    const free = freeSeatsOf(world, roomId);
    expect(new Set([...held, ...free]).size, 'no seat is held twice or both held and free').toBe(
      held.length + free.length,
    );
    expect(differenceOf([...held, ...free], [...livingSeats(roomId)])).toEqual([]);
    const { counted, made } = seatCounts(world, roomId);
    expect(counted.map((seats) => seats - elsewhere)).toEqual(made);
    expect(faultsIn(world)).toEqual([]);
  }, 120_000);

  it('are not taken from somebody who comes back at that moment: every answer names one living seat', async () => {
    const roomId = await smallRoom();
    const [leavers, others] = [await people.listeners(12), await people.listeners(45)];
    await people.joinAll(leavers, roomId);
    await Promise.all(leavers.map((person) => people.leave(person, roomId)));
    await people.joinAll(others.slice(0, 35), roomId, 35);
    const coming = leavers.map(async (person, at) => {
      // Spread over the second in which the minter takes their seats back.
      await new Promise((resolve) => setTimeout(resolve, at * 40));
      return Promise.all(times(4, () => people.join(person, roomId)));
    });
    const [grants] = await Promise.all([Promise.all(coming), people.joinAll(others.slice(35), roomId)]);
    await world.advance(5);
    const living = livingSeats(roomId);
    for (const answers of grants) {
      const { attendees } = idsOf(answers);
      expect(othersThan(200, answers)).toEqual([]);
      expect(attendees).toHaveLength(1);
      expect(living.has(attendees[0] ?? '')).toBe(true);
    }
    expect(faultsIn(world)).toEqual([]);
  });
});
