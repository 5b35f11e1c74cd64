import { describe, expect, it } from 'vitest';
import { isMeetingOver, isRestartDue, meetingEnded, restartMedia } from '../../domain/media-epoch.ts';
import { policyOf } from '../../domain/policy.ts';
import { nextVersion, roleInRoom } from '../../domain/room.ts';
import {
  placeOf,
  type StagePlace,
  stageExternalId,
  swapHost,
  takeStage,
  userIdOfExternalId,
  wantedCapability,
  withCredential,
  withoutPlace,
} from '../../domain/stage.ts';
import {
  at,
  codeOf,
  cohostId,
  crowded,
  granted,
  hostId,
  later,
  listenerId,
  live,
  meeting,
  place,
  policy,
  speakerId,
} from './given.ts';

describe('who may be heard', () => {
  const roles = ['host', 'cohost', 'speaker', 'listener', 'guest'] as const;
  it.each([
    [false, false, ['SendReceive', 'SendReceive', 'SendReceive', 'Receive', 'Receive']],
    [true, false, ['Receive', 'Receive', 'Receive', 'Receive', 'Receive']],
    [false, true, ['SendReceive', 'SendReceive', 'Receive', 'Receive', 'Receive']],
    [true, true, ['Receive', 'Receive', 'Receive', 'Receive', 'Receive']],
  ])('muted by a host %s, all muted %s', (isMuted, isMutedAll, expected) => {
    const wanted = roles.map((role) => wantedCapability({ role, isMuted, isMutedAll }));
    expect(wanted.map(({ Audio }) => Audio)).toEqual(expected);
    for (const { Video, Content } of wanted) expect([Video, Content]).toEqual(['None', 'None']);
  });
});

describe('places on stage', () => {
  const full = (people: number) =>
    live({
      stage: [
        place(hostId, 'host'),
        ...Array.from({ length: people - 1 }, (_, n) => place(String(100 + n), 'speaker')),
      ],
    });

  it.each([
    ['2021-05', 10, undefined],
    ['2021-05', 11, 'stage_full'],
    ['2021-08', 12, undefined],
    ['2021-08', 13, 'stage_full'],
  ] as const)('under %s with %d people on stage the next one: %s', (preset, people, code) => {
    expect(codeOf(takeStage(full(people), listenerId, 'speaker', later(9), policyOf(preset)))).toBe(code);
  });

  it('a third co-host is one too many; a speaker can rise when there is room, even on a full stage', () => {
    expect(codeOf(takeStage(crowded(), speakerId, 'cohost', later(9), policy))).toBe('cohosts_full');
    const room = granted(takeStage(full(11), '100', 'cohost', later(9), policy));
    expect(placeOf(room, '100')).toMatchObject({ role: 'cohost', acceptedAt: at(9) });
  });

  it('who is on stage already does not come again, and nobody sinks by accepting', () => {
    const room = crowded();
    for (const userId of [hostId, cohostId, speakerId])
      expect(granted(takeStage(room, userId, 'speaker', later(9), policy))).toBe(room);
  });

  it('a newcomer is unmuted, here, and without a credential until one is noted', () => {
    const before = { ...live(), version: 7 };
    const room = granted(takeStage(before, listenerId, 'speaker', later(9), policy));
    expect(placeOf(room, listenerId)).toEqual({
      userId: listenerId,
      role: 'speaker',
      acceptedAt: at(9),
      grantedAt: at(9),
      isMuted: false,
      isHandRaised: false,
      hasCaptionConsent: false,
      isHere: true,
      credentialCount: 7,
    });
    expect(placeOf(withCredential(room, listenerId, 'x', later(10)), listenerId)).toMatchObject({
      attendeeId: 'x',
      credentialCount: 8,
    });
  });

  it('a place has no credential named like one of an earlier place, noted or not', () => {
    const first = granted(takeStage(live(), listenerId, 'speaker', later(9), policy));
    const gone = nextVersion(withoutPlace(first, listenerId), at(10));
    const second = granted(takeStage(gone, listenerId, 'speaker', later(11), policy));
    const [old, fresh] = [placeOf(first, listenerId), placeOf(second, listenerId)];
    expect(fresh?.credentialCount).toBeGreaterThan((old?.credentialCount ?? 0) + 1);
    const many = granted(takeStage(live(), listenerId, 'speaker', later(9), policy, 50));
    expect(placeOf(many, listenerId)?.credentialCount).toBe(50);
  });

  it('roles swap with co-hosts only', () => {
    expect(swapHost(crowded(), speakerId)).toEqual(crowded());
    expect(roleInRoom(swapHost(crowded(), cohostId), hostId)).toBe('cohost');
  });

  it('external ids of the stage name the person, those of the audience nobody', () => {
    expect(userIdOfExternalId(stageExternalId('42', 3))).toBe('42');
    expect(userIdOfExternalId('a.Xy')).toBeUndefined();
    expect(userIdOfExternalId('s.42')).toBeUndefined();
  });
});

describe('a room outlives its meeting', () => {
  const talking = live({ stage: [place(hostId, 'host', { connectedAt: at(1) })] });

  it('the end of its meeting is noted once; the end of another meeting is not', () => {
    const room = meetingEnded(talking, 'm1', at(50));
    expect(room.meeting.endedAt).toBe(at(50));
    expect(meetingEnded(room, 'm1', at(60))).toBe(room);
    expect(meetingEnded(talking, 'm0', at(50))).toBe(talking);
  });

  it('a new meeting is due at once if somebody was heard, else when the next one of the stage joins', () => {
    expect(isRestartDue(talking, later(60))).toBe(false);
    expect(isRestartDue(meetingEnded(talking, 'm1', at(50)), later(60))).toBe(true);
    const silent = meetingEnded(live(), 'm1', at(50));
    expect(isRestartDue(silent, later(60))).toBe(false);
    expect(isMeetingOver(silent, later(60))).toBe(true);
  });

  it('whom its end reported as gone was heard until then; who dropped a minute before, or left, was not', () => {
    const endedWith = (changes: Partial<StagePlace>) =>
      meetingEnded(live({ stage: [place(hostId, 'host', { connectedAt: at(1), ...changes })] }), 'm1', at(500));
    expect(isRestartDue(endedWith({ droppedAt: at(500) }), later(501))).toBe(true);
    expect(isRestartDue(endedWith({ droppedAt: at(441) }), later(501))).toBe(true);
    expect(isRestartDue(endedWith({ droppedAt: at(440) }), later(501))).toBe(false);
    expect(isRestartDue(endedWith({ droppedAt: at(500), isHere: false }), later(501))).toBe(false);
  });

  it('a meeting is over at 24 hours even if nobody told us', () => {
    expect(isMeetingOver(talking, later(86_400) - 1)).toBe(false);
    expect(isMeetingOver(talking, later(86_400))).toBe(true);
  });

  it('the next epoch keeps people and roles and voids their credentials', () => {
    const next = restartMedia(crowded(), { ...meeting, id: 'm2', createdAt: at(60) }, later(60));
    expect(next).toMatchObject({ epoch: 2, version: 2, meeting: { id: 'm2' } });
    expect(next.stage.map(({ userId, role }) => [userId, role])).toEqual(
      crowded().stage.map(({ userId, role }) => [userId, role]),
    );
    for (const one of next.stage) {
      expect(one).toMatchObject({ grantedAt: at(60), credentialCount: 1 });
      for (const field of ['attendeeId', 'connectedAt', 'droppedAt']) expect(one).not.toHaveProperty(field);
    }
  });
});
