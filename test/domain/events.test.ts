import { describe, expect, it } from 'vitest';
import { eventNames, eventsOf, verdictEventsOf } from '../../domain/events.ts';
import type { Profile } from '../../domain/person.ts';
import type { Room } from '../../domain/room.ts';
import { roomView } from '../../domain/room-view.ts';
import { takeStage } from '../../domain/stage.ts';
import { hostLost } from '../../domain/succession.ts';
import {
  at,
  crowded,
  granted,
  hostId,
  later,
  listenerId,
  live,
  noon,
  person,
  policy,
  roomIn,
  scheduled,
} from './given.ts';

const named = (before: Room | undefined, after: Room | undefined): string[] =>
  eventsOf(before, after).map(({ name }) => name);
const next = <R extends Room>(room: R): R => ({ ...room, version: room.version + 1 });

describe('what others are told about a room', () => {
  it.each([
    ['made for later', undefined, scheduled(), ['room.scheduled']],
    ['made at once', undefined, live(), ['room.live']],
    ['started', scheduled(), next(live()), ['room.live']],
    ['canceled', scheduled(), roomIn('canceled'), ['room.canceled']],
    ['ended', live(), roomIn('ended'), ['room.ended']],
    ['moved', scheduled(), next(scheduled({ startsAt: at(9) })), ['room.rescheduled']],
    [
      'moved and renamed',
      scheduled(),
      next(scheduled({ startsAt: at(9), title: 'X' })),
      ['room.rescheduled', 'room.updated'],
    ],
    ['renamed', live(), next(live({ title: 'X' })), ['room.updated']],
    ['locked', live(), next(live({ isLocked: true })), ['room.updated']],
    ['given a new meeting', live(), next(live({ epoch: 2 })), ['room.restarted', 'room.updated']],
    ['written without visible change', live(), next(live()), []],
    ['counted', live(), live({ title: 'X' }), []],
    ['seen in the wrong order', next(live({ title: 'X' })), live(), []],
    ['purged', live(), undefined, []],
  ])('%s', (_, before, after, names) => expect(named(before, after)).toEqual(names));

  it('a change of the stage tells who is on it now', () => {
    const [event] = eventsOf(live(), granted(takeStage(live(), listenerId, 'speaker', later(5), policy)));
    expect(event).toMatchObject({
      name: 'stage.changed',
      detail: {
        roomId: live().id,
        at: at(5),
        version: 2,
        userId: hostId,
        speakers: [
          { userId: hostId, role: 'host' },
          { userId: listenerId, role: 'speaker', isMuted: false },
        ],
      },
    });
  });

  it('losing the last host tells when the room closes', () => {
    expect(eventsOf(live(), hostLost(live(), hostId, later(5), policy))).toMatchObject([
      { name: 'room.updated', detail: { changed: ['graceEndsAt'] } },
    ]);
    expect(named(crowded(), hostLost(crowded(), hostId, later(5), policy))).toEqual(['room.updated', 'stage.changed']);
  });

  it('a room that is moved tells the old and the new planned start, one without a plan tells none', () => {
    const moved = next(scheduled({ startsAt: at(9) }));
    expect(eventsOf(scheduled(), moved)).toMatchObject([{ detail: { startsAt: at(9), previousStartsAt: at(0) } }]);
    expect(eventsOf(undefined, live())[0]?.detail).not.toHaveProperty('startsAt');
  });

  it('the end says why and when', () => {
    expect(eventsOf(live(), roomIn('ended'))).toMatchObject([{ detail: { endReason: 'host_ended', endedAt: at(60) } }]);
  });

  it('the same change always has the same id, another change another', () => {
    const changed = next(live({ title: 'X' }));
    expect(eventsOf(live(), changed)).toEqual(eventsOf(live(), changed));
    const ids = [eventsOf(undefined, live()), eventsOf(live(), changed), eventsOf(changed, next(changed))]
      .flat()
      .map(({ detail }) => detail.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^evt_/);
  });

  it('never carries credentials or meetings', () => {
    const text = JSON.stringify(eventsOf(undefined, live()));
    for (const word of ['meeting', 'JoinToken', 'MeetingId']) expect(text).not.toContain(word);
  });

  it('every name of the public list is there, and one of our own for the minter', () => {
    const contract =
      'room.scheduled room.rescheduled room.canceled room.live room.updated room.shared room.ended stage.changed person.removed person.blocked report.filed moderation.decided ticket.held ticket.purchased ticket.expired ticket.refunded ticket.disputed sale.sold_out payout.sent reminder.page verdict.changed';
    expect([...eventNames].sort()).toEqual([...contract.split(' '), 'room.restarted'].sort());
  });
});

describe('verdict.changed', () => {
  it('comes when somebody gains or loses the right to host, and not otherwise', () => {
    const facts = (count: number, version: number) =>
      person({ version, followerFacts: { count, asOf: at(0), source: 'app' } });
    const of = (before: Profile | undefined, after: Profile): unknown[] =>
      verdictEventsOf(before, after, noon, policy).map(({ detail: { isEligible } }) => isEligible);
    expect(of(undefined, facts(599, 1))).toEqual([]);
    expect(of(undefined, facts(600, 1))).toEqual([true]);
    expect(of(facts(599, 1), facts(600, 2))).toEqual([true]);
    expect(of(facts(600, 1), facts(601, 2))).toEqual([]);
    expect(of(facts(600, 1), facts(599, 2))).toEqual([false]);
    expect(of(facts(600, 2), facts(599, 2))).toEqual([]);
  });
});

describe('the view of a room', () => {
  const counts = { participantCount: 3, peakCount: 5, subscriberCount: 7 };
  it('has the fields of the contract and nothing of meeting, stage or media', () => {
    const always =
      'id status title topics lang creatorId hostId cohostIds speakerIds invitedUserIds speakersPolicy audience isListed areGuestsAllowed isLocked isMutedAll isTicketed areCaptionsOn isChatOn slowModeSeconds participantCount peakCount subscriberCount pins epoch version createdAt updatedAt';
    const fieldsOf = (room: Room) => Object.keys(roomView(room, counts)).sort();
    const expected = (more: string) => `${always} ${more}`.split(' ').sort();
    expect(fieldsOf(scheduled())).toEqual(expected('startsAt'));
    expect(fieldsOf(live({ graceEndsAt: at(9) }))).toEqual(expected('startedAt graceEndsAt'));
    expect(fieldsOf(roomIn('ended'))).toEqual(expected('startedAt endedAt endReason'));
    expect(fieldsOf(roomIn('canceled'))).toEqual(expected('startsAt endedAt endReason'));
  });

  it('names hosts and speakers of now, and after the end the co-hosts it had', () => {
    expect(roomView(crowded(), counts)).toMatchObject({ hostId, cohostIds: ['2', '3'], speakerIds: ['4'], ...counts });
    expect(roomView(roomIn('ended'), counts)).toMatchObject({ cohostIds: [], speakerIds: [] });
    expect(roomView(live(), counts, { labels: [] })).toHaveProperty('labels', []);
    const pins = [{ id: 'pin_0000000000abc', url: 'https://x.example', userId: hostId }];
    expect(roomView(live({ pins }), counts).pins).toEqual(pins);
  });
});
