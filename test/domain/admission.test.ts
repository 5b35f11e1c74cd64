import { describe, expect, it } from 'vitest';
import {
  type Arrival,
  admit,
  type Comer,
  labelsFor,
  mayReadRoom,
  passOf,
  sparesTicket,
} from '../../domain/admission.ts';
import type { RefusalCode } from '../../domain/refusal.ts';
import { audiences } from '../../domain/room.ts';
import { opensRoom, ticketStates } from '../../domain/ticket.ts';
import {
  arrival,
  at,
  codeOf,
  cohostId,
  crowded,
  granted,
  hostId,
  later,
  listenerId,
  live,
  noon,
  roomIn,
  scheduled,
  speakerId,
} from './given.ts';

const enter = (changes: Partial<Arrival>) => codeOf(admit(arrival(changes)));

describe('entering', () => {
  it('gives everybody the role they have now', () => {
    const room = crowded();
    const roleOf = (personId: string, isGuest = false) => granted(admit(arrival({ room, personId, isGuest })));
    expect([hostId, cohostId, speakerId, listenerId].map((personId) => roleOf(personId))).toEqual([
      'host',
      'cohost',
      'speaker',
      'listener',
    ]);
    expect(roleOf('g0000000000abc', true)).toBe('guest');
  });

  it('is possible in live rooms only', () => {
    expect(enter({ room: scheduled() })).toBe('room_not_live');
    expect(enter({ room: roomIn('ended') })).toBe('room_already_ended');
    expect(enter({ room: roomIn('canceled') })).toBe('room_already_ended');
    expect(enter({ room: live({ graceEndsAt: at(600) }), now: later(600) - 1 })).toBeUndefined();
    expect(enter({ room: live({ graceEndsAt: at(600) }), now: later(600) })).toBe('room_already_ended');
  });

  it('when several things keep a person out, the gravest is named', () => {
    const worst: Arrival = arrival({
      room: live({ audience: 'followers', isLocked: true }),
      isSuspended: true,
      isBlockedByHost: true,
      member: { state: 'banned' },
    });
    const ended = { ...worst, room: roomIn('ended') };
    const steps: [Arrival, RefusalCode][] = [
      [ended, 'account_suspended'],
      [{ ...ended, isSuspended: false }, 'room_already_ended'],
      [{ ...worst, isSuspended: false }, 'blocked_by_host'],
      [{ ...worst, isSuspended: false, isBlockedByHost: false }, 'blocked_from_room'],
      [{ ...worst, isSuspended: false, isBlockedByHost: false, member: undefined }, 'room_locked'],
    ];
    for (const [candidate, code] of steps) expect(codeOf(admit(candidate))).toBe(code);
  });

  it.each([
    ['nobody in particular', {}, [undefined, 'followers_only', 'ticket_required', 'invited_only']],
    ['a follower', { isFollower: true }, [undefined, undefined, 'ticket_required', 'invited_only']],
    ['somebody with a ticket', { hasTicket: true }, [undefined, 'followers_only', undefined, 'invited_only']],
    ['somebody invited', { isInvited: true }, [undefined, undefined, undefined, undefined]],
    [
      'a guest',
      { isGuest: true, personId: 'g0000000000abc' },
      [undefined, 'followers_only', 'ticket_required', 'invited_only'],
    ],
    ['the host', { personId: hostId }, [undefined, undefined, undefined, undefined]],
    ['a co-host', { personId: cohostId }, [undefined, undefined, undefined, undefined]],
    ['a speaker', { personId: speakerId }, [undefined, undefined, undefined, undefined]],
  ] as const)('%s, by audience', (_, who, expected) => {
    expect(audiences).toEqual(['public', 'followers', 'tickets', 'invited']);
    expect(audiences.map((audience) => enter({ room: crowded({ audience }), ...who }))).toEqual(expected);
  });

  it('people named when the room was made are invited', () => {
    expect(enter({ room: live({ audience: 'invited', invitedUserIds: [listenerId] }) })).toBeUndefined();
  });

  it('guests can be kept out of a public room', () => {
    const room = live({ areGuestsAllowed: false });
    expect(enter({ room, isGuest: true, personId: 'g0000000000abc' })).toBe('guests_not_allowed');
    expect(enter({ room })).toBeUndefined();
  });

  it('a locked room lets back in who has been in, and keeps newcomers out even if invited', () => {
    const room = crowded({ isLocked: true });
    expect(enter({ room })).toBe('room_locked');
    expect(enter({ room, isInvited: true })).toBe('room_locked');
    expect(enter({ room, member: { state: 'joined' } })).toBeUndefined();
    expect(enter({ room, member: { state: 'left' } })).toBeUndefined();
    expect(enter({ room, personId: speakerId })).toBeUndefined();
  });

  it('a locked room lets in who has a ticket: they have paid', () => {
    const room = crowded({ audience: 'tickets', isLocked: true });
    expect(enter({ room, hasTicket: true })).toBeUndefined();
    expect(enter({ room })).toBe('room_locked');
    expect(enter({ room: crowded({ isLocked: true }), hasTicket: true })).toBe('room_locked');
  });

  it('a block and a removal hold for people on stage too, and never for the host', () => {
    expect(enter({ room: crowded(), personId: speakerId, isBlockedByHost: true })).toBe('blocked_by_host');
    expect(enter({ room: crowded(), personId: cohostId, member: { state: 'banned' } })).toBe('blocked_from_room');
    expect(enter({ room: crowded(), personId: hostId, isBlockedByHost: true })).toBeUndefined();
    expect(enter({ room: crowded(), personId: hostId, isSuspended: true })).toBe('account_suspended');
  });

  it('only paid and complimentary tickets open a room', () => {
    expect(ticketStates.filter(opensRoom)).toEqual(['paid', 'comp']);
    expect(opensRoom(undefined)).toBe(false);
  });
});

describe('what lets somebody in', () => {
  const toStage = { role: 'speaker' } as const;
  const pass = (changes: Partial<Comer>) => passOf({ room: live(), personId: listenerId, now: noon, ...changes });
  const byAudience = (changes: Partial<Comer>, fields: Parameters<typeof crowded>[0] = {}) =>
    audiences.map((audience) => pass({ ...changes, room: crowded({ ...fields, audience }) }));

  it.each([
    ['nobody in particular', {}, ['none', 'follow', 'ticket', 'invitation']],
    ['somebody invited to the stage', { invitation: toStage }, ['none', 'invitation', 'invitation', 'invitation']],
    [
      'somebody invited to listen',
      { invitation: { role: 'listener' } },
      ['none', 'invitation', 'ticket', 'invitation'],
    ],
    ['a moderator of the platform', { isModerator: true }, ['none', 'follow', 'none', 'invitation']],
    ['the host', { personId: hostId }, ['none', 'none', 'none', 'none']],
    ['a co-host', { personId: cohostId }, ['none', 'none', 'none', 'none']],
    ['a speaker', { personId: speakerId }, ['none', 'none', 'none', 'none']],
  ] as const)('%s, by audience', (_, who, expected) => {
    expect(byAudience(who)).toEqual(expected);
  });

  it('people named when the room was made, and whoever made it, need nothing', () => {
    expect(byAudience({}, { invitedUserIds: [listenerId] })).toEqual(['none', 'none', 'none', 'none']);
    expect(byAudience({}, { creatorId: listenerId })).toEqual(['none', 'none', 'none', 'none']);
  });

  it('newcomers at a locked door need a ticket, invited or not; who has been in does not', () => {
    const room = crowded({ audience: 'tickets', isLocked: true });
    for (const who of [{ invitation: toStage }, { isModerator: true }, {}])
      expect(pass({ room, ...who })).toBe('ticket');
    expect(pass({ room, invitation: toStage, member: { state: 'left' } })).toBe('invitation');
    expect(pass({ room, personId: speakerId })).toBe('none');
  });

  it('an invitation to the stage spares a ticket while it is open, and once it was accepted', () => {
    const invitation = { ...toStage, openUntil: at(600) };
    expect(sparesTicket(invitation, later(599))).toBe(true);
    expect(sparesTicket(invitation, later(600))).toBe(false);
    expect(sparesTicket({ ...invitation, acceptedAt: at(10) }, later(600))).toBe(true);
    expect(sparesTicket({ ...invitation, role: 'listener' }, noon)).toBe(false);
    expect(sparesTicket(undefined, noon)).toBe(false);
  });
});

describe('reading', () => {
  const read = (changes: Parameters<typeof mayReadRoom>[0] | object) =>
    codeOf(mayReadRoom({ ...arrival(), ...changes }));

  it.each([
    ['public', undefined],
    ['tickets', undefined],
    ['followers', 'room_not_found'],
    ['invited', 'room_not_found'],
  ] as const)('a room for %s by a stranger, in any state, locked, unlisted or blocked: %s', (audience, code) => {
    for (const room of [
      live({ audience }),
      live({ audience, isListed: false, isLocked: true }),
      { ...roomIn('ended'), audience },
      scheduled({ audience }),
    ]) {
      expect(read({ room })).toBe(code);
      expect(read({ room, isBlockedByHost: true })).toBe(code);
    }
  });

  it('a closed room is readable by whoever may enter it', () => {
    const followers = live({ audience: 'followers', isLocked: true });
    expect(read({ room: followers, isFollower: true })).toBeUndefined();
    expect(read({ room: { ...roomIn('ended'), audience: 'followers' }, isFollower: true })).toBeUndefined();
    expect(read({ room: followers, isFollower: true, isBlockedByHost: true })).toBe('room_not_found');
    expect(read({ room: followers, isFollower: true, member: { state: 'banned' } })).toBe('room_not_found');
    expect(read({ room: live({ audience: 'invited' }), isInvited: true })).toBeUndefined();
    expect(read({ room: live({ audience: 'invited' }), isInvited: true, isSuspended: true })).toBe('room_not_found');
  });

  it('hosts and moderators read what is theirs to run', () => {
    expect(read({ room: scheduled({ audience: 'invited' }), personId: hostId })).toBeUndefined();
    expect(read({ room: live({ audience: 'invited' }), isModerator: true })).toBeUndefined();
  });
});

describe('labels', () => {
  it('name everybody on stage whom the reader has blocked, and nobody else', () => {
    const labels = labelsFor(new Set([speakerId, listenerId]), crowded().stage);
    expect(labels).toEqual([{ userId: speakerId, kind: 'blocked_by_you' }]);
    expect(labelsFor(new Set(), crowded().stage)).toEqual([]);
  });
});
