import { describe, expect, it } from 'vitest';
import type { Decision } from '../../domain/refusal.ts';
import { fateOf, isStageToSettle, placeOf } from '../../domain/stage.ts';
import {
  acceptInvitation,
  acceptRequest,
  askToSpeak,
  goFromStage,
  handOverTo,
  inviteAs,
  muteAll,
  mutePerson,
  raiseHand,
  removePerson,
  stripRole,
  withoutPerson,
} from '../../domain/stage-commands.ts';
import {
  actor,
  codeOf,
  cohostId,
  crowded,
  granted,
  hostId,
  later,
  listenerId,
  live,
  otherCohostId,
  place,
  policy,
  roomIn,
  speakerId,
} from './given.ts';

const now = later(100);
const by = (userId: string, isListening = false) => ({ actor: actor(userId), isListening, now, policy });
describe('every command of the stage', () => {
  const commands = {
    ask: (room) => askToSpeak(room, by(listenerId, true), true),
    accept: (room) => acceptRequest(room, by(hostId), listenerId, 0),
    acceptInvitation: (room) => acceptInvitation(room, by(listenerId), listenerId, 'speaker', 0),
    go: (room) => goFromStage(room, by(hostId), speakerId),
    strip: (room) => stripRole(room, { ...by('9'), actor: actor('9', 'moderator') }, speakerId),
    remove: (room) => removePerson(room, by(hostId), listenerId, false),
    mute: (room) => mutePerson(room, by(hostId), speakerId, true),
    muteAll: (room) => muteAll(room, by(hostId), true),
    hand: (room) => raiseHand(room, by(hostId), true),
    handOver: (room) => handOverTo(room, by(hostId), cohostId),
  } as const satisfies Record<string, (room: Parameters<typeof muteAll>[0]) => Decision<unknown>>;

  it.each(Object.entries(commands))('%s is for live rooms only', (_, run) => {
    expect(codeOf(run(roomIn('scheduled')))).toBe('room_not_live');
    for (const status of ['ended', 'canceled'] as const) expect(codeOf(run(roomIn(status)))).toBe('room_already_ended');
    expect(codeOf(run(crowded()))).toBeUndefined();
  });
});

describe('asking to speak', () => {
  it.each([
    ['everyone', false, undefined],
    ['followed', true, undefined],
    ['followed', false, 'not_allowed_for_role'],
    ['invited', true, 'not_allowed_for_role'],
  ] as const)('where %s may speak, followed %s: %s', (speakersPolicy, isFollowed, code) => {
    expect(codeOf(askToSpeak(crowded({ speakersPolicy }), by(listenerId, true), isFollowed))).toBe(code);
  });
});

describe('invitations', () => {
  it('are refused where there is no place for the role, to the host, and by those who may not give them', () => {
    expect(codeOf(inviteAs(crowded(), by(hostId), listenerId, 'cohost'))).toBe('cohosts_full');
    expect(codeOf(inviteAs(crowded(), by(hostId), hostId, 'speaker'))).toBe('invalid_field');
    expect(codeOf(inviteAs(live(), by(hostId), listenerId, 'cohost'))).toBeUndefined();
    expect(codeOf(inviteAs(crowded(), by(cohostId), listenerId, 'cohost'))).toBe('not_allowed_for_role');
    expect(codeOf(inviteAs(roomIn('scheduled'), by(hostId), listenerId, 'speaker'))).toBeUndefined();
    expect(codeOf(inviteAs(roomIn('ended'), by(hostId), listenerId, 'listener'))).toBe('room_already_ended');
  });
});

describe('a mute', () => {
  it('of a co-host is not lifted by that co-host, nor set twice', () => {
    const muted = granted(mutePerson(crowded(), by(hostId), cohostId, true));
    expect(placeOf(muted, cohostId)?.isMuted).toBe(true);
    expect(mutePerson(muted, by(hostId), cohostId, true)).toEqual({ isAllowed: true, value: muted });
    expect(codeOf(mutePerson(muted, by(cohostId), cohostId, false))).toBe('not_allowed_for_role');
    expect(codeOf(mutePerson(muted, by(otherCohostId), cohostId, false))).toBeUndefined();
    expect(codeOf(mutePerson(crowded(), by(hostId), listenerId, true))).toBe('not_on_stage');
  });

  it('that a co-host set on the host is lifted by the host', () => {
    const muted = granted(mutePerson(crowded(), by(cohostId), hostId, true));
    expect(placeOf(granted(mutePerson(muted, by(hostId), hostId, false)), hostId)?.isMuted).toBe(false);
  });
});

describe('going from the stage', () => {
  it('leaves the host, who can only hand over or end', () => {
    expect(codeOf(goFromStage(crowded(), by(hostId), hostId))).toBe('not_allowed_for_role');
    expect(codeOf(goFromStage(crowded(), by(cohostId), hostId))).toBe('not_allowed_for_role');
    const asModerator = { ...by('9'), actor: actor('9', 'moderator') };
    expect(codeOf(stripRole(crowded(), asModerator, hostId))).toBe('not_allowed_for_role');
    expect(codeOf(stripRole(crowded(), asModerator, listenerId))).toBe('not_on_stage');
    const left = granted(goFromStage(crowded(), by(speakerId), speakerId));
    expect([left.stage.length, left.channels.stage]).toEqual([3, 2]);
  });

  it('by removal changes the channel of those inside, of a closed room only', () => {
    const open = withoutPerson(crowded(), speakerId, now);
    expect(open.channels).toEqual({ stage: 2, live: 1 });
    expect(withoutPerson(crowded({ audience: 'invited' }), listenerId, now).channels).toEqual({ stage: 1, live: 2 });
    const untouched = crowded();
    expect(withoutPerson(untouched, listenerId, now), 'a listener of an open room').toBe(untouched);
  });
});

describe('what the media service has of the stage', () => {
  const room = live({
    stage: [place(hostId, 'host'), place(speakerId, 'speaker', { credentialCount: 2, isMuted: true })],
  });
  it.each([
    [`attendee-${speakerId}`, `s.${speakerId}.2`, { kind: 'stays', capability: { Audio: 'Receive' } }],
    [`attendee-${hostId}`, `s.${hostId}.1`, { kind: 'stays', capability: { Audio: 'SendReceive' } }],
    ['old', `s.${speakerId}.1`, { kind: 'goes' }],
    ['being made', `s.${speakerId}.3`, { kind: 'waits' }],
    ['of nobody', `s.${listenerId}.1`, { kind: 'goes' }],
  ])('%s (%s): %o', (attendeeId, name, fate) => {
    expect(fateOf(room, attendeeId, name)).toMatchObject(fate);
  });

  it('is looked at when somebody came, went, or may be heard otherwise than before; not in another meeting', () => {
    const muted = granted(mutePerson(crowded(), by(hostId), speakerId, true));
    expect(isStageToSettle(crowded(), muted)).toBe(true);
    expect(isStageToSettle(crowded(), granted(goFromStage(crowded(), by(hostId), speakerId)))).toBe(true);
    expect(isStageToSettle(crowded(), granted(muteAll(crowded(), by(hostId), true)))).toBe(true);
    expect(isStageToSettle(crowded(), granted(raiseHand(crowded(), by(speakerId), true)))).toBe(false);
    expect(isStageToSettle(crowded(), { ...muted, epoch: 2 })).toBe(false);
  });
});
