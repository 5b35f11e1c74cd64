import { describe, expect, it } from 'vitest';
import { labelsFor } from '../../domain/admission.ts';
import type { Room } from '../../domain/room.ts';
import { nextVersion } from '../../domain/room.ts';
import type { MemberState } from '../../domain/seat.ts';
import { takeStage, withoutPlace, withPlace } from '../../domain/stage.ts';
import { labelFrame, newcomersOf, warnedOf } from '../../domain/warning.ts';
import { createChance } from '../../local/faults/chance.ts';
import { at, cohostId, crowded, granted, hostId, later, listenerId, live, policy, roomIn, speakerId } from './given.ts';

const next = <R extends Room>(room: R): R => ({ ...room, version: room.version + 1 });
const idsOf = (before: Room | undefined, after: Room | undefined) =>
  newcomersOf(before, after).map(({ userId }) => userId);
const risen = granted(takeStage(live(), listenerId, 'speaker', later(5), policy));

describe('a newcomer on stage', () => {
  it.each([
    ['somebody accepted', live(), risen, [listenerId]],
    ['two at once', live(), next(crowded({ stage: crowded().stage.slice(0, 3) })), [cohostId, '3']],
    ['the start', roomIn('scheduled'), next(live()), []],
    ['a room made live at once', undefined, crowded(), []],
    [
      'a rise to co-host',
      crowded(),
      granted(takeStage(crowded(), speakerId, 'cohost', later(9), { ...policy, maxCohosts: 3 })),
      [],
    ],
    ['a mute', crowded(), next(withPlace(crowded(), speakerId, (place) => ({ ...place, isMuted: true }))), []],
    ['a step down', crowded(), next(withoutPlace(crowded(), speakerId)), []],
    ['the end', live(), next(roomIn('ended')), []],
    ['a record seen in the wrong order', risen, live(), []],
    ['a count', live(), { ...risen, version: 1 }, []],
  ])('is found by the write: %s', (_, before, after, userIds) => expect(idsOf(before, after)).toEqual(userIds));

  it('who comes again is told of again, under another id', () => {
    const [first] = newcomersOf(live(), risen);
    const back = granted(
      takeStage(nextVersion(withoutPlace(risen, listenerId), at(6)), listenerId, 'speaker', later(9), policy),
    );
    const [again] = newcomersOf(nextVersion(withoutPlace(risen, listenerId), at(6)), back);
    if (!first || !again) throw new Error('nobody came');
    expect(labelFrame(first, '7')).toEqual({
      id: `${live().id}.label.${listenerId}.${later(5)}.7`,
      channel: '/rostrum/user/7',
      type: 'label',
      at: at(5),
      facts: { roomId: live().id, userId: listenerId },
    });
    expect(labelFrame(again, '7').id).not.toBe(labelFrame(first, '7').id);
    expect(labelFrame(first, '8').id).not.toBe(labelFrame(first, '7').id);
  });
});

/** Who has blocked whom, and who is where: drawn anew for every seed. */
function drawn(seed: number) {
  const chance = createChance(seed);
  const people = Array.from({ length: 12 }, (_, at) => String(100 + at));
  const states: readonly MemberState[] = ['joined', 'left', 'banned'];
  const blocksets = new Map(
    people.map((one) => [one, new Set(people.filter((other) => other !== one && chance() < 0.3))] as const),
  );
  const members = people
    .filter(() => chance() < 0.8)
    .map((userId) => ({ userId, state: states[Math.floor(chance() * 3)] ?? ('joined' as const) }));
  const newcomers = people.filter(() => chance() < 0.3).slice(0, 5);
  return { people, blocksets, members, newcomers };
}

describe('over a thousand random graphs of blocks', () => {
  const graphs = Array.from({ length: 1_000 }, (_, seed) => drawn(seed));

  it('exactly those present who blocked the newcomer are warned', () => {
    for (const { people, blocksets, members, newcomers } of graphs)
      for (const userId of newcomers) {
        const blockers = people.filter((one) => blocksets.get(one)?.has(userId));
        const found = members.filter((member) => blockers.includes(member.userId));
        const warned = warnedOf({ roomId: 'r', userId, acceptedAt: at(1) }, found);
        const present = people.filter((one) =>
          members.some((member) => member.userId === one && member.state === 'joined'),
        );
        expect(warned.toSorted()).toEqual(present.filter((one) => blocksets.get(one)?.has(userId)));
      }
  });

  it('the label in a grant names exactly the people on stage whom the reader blocked', () => {
    for (const { people, blocksets, newcomers } of graphs)
      for (const reader of people) {
        const blockset = blocksets.get(reader) ?? new Set<string>();
        const labels = labelsFor(blockset, [{ userId: hostId }, ...newcomers.map((userId) => ({ userId }))]);
        expect(labels).toEqual(
          newcomers.filter((userId) => blockset.has(userId)).map((userId) => ({ userId, kind: 'blocked_by_you' })),
        );
      }
  });
});
