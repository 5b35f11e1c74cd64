import { describe, expect, it } from 'vitest';
import { policyOf } from '../../domain/policy.ts';
import type { Room } from '../../domain/room.ts';
import { createRoom, mayScheduleAnother, type RoomWish, updateRoom } from '../../domain/room-changes.ts';
import {
  actor,
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
  policy,
  roomIn,
  scheduled,
  speakerId,
} from './given.ts';

const making = { id: '0000000000abc', creatorId: hostId, mediaRegion: 'us-east-1', now: noon, policy };
const create = (wish: Partial<RoomWish>, rules = policy) =>
  createRoom({ title: 'Morning news', ...wish }, { ...making, policy: rules });
const day = 86_400;

describe('making a room', () => {
  it('fills in what was not asked for', () => {
    expect(granted(create({}))).toEqual({
      status: 'draft',
      id: '0000000000abc',
      title: 'Morning news',
      topics: [],
      lang: 'en',
      creatorId: hostId,
      hostId,
      invitedUserIds: [],
      speakersPolicy: 'everyone',
      audience: 'public',
      isListed: true,
      areGuestsAllowed: true,
      isLocked: false,
      isMutedAll: false,
      isTicketed: false,
      areCaptionsOn: false,
      chat: { isOn: true, slowModeSeconds: 0 },
      pins: [],
      mediaRegion: 'us-east-1',
      epoch: 0,
      version: 1,
      createdAt: at(0),
      updatedAt: at(0),
    });
  });

  it('with a planned start schedules it, in UTC', () => {
    const room = granted(create({ startsAt: '2026-11-21T15:00:00+02:00', audience: 'followers', isListed: false }));
    expect(room).toMatchObject({
      status: 'scheduled',
      startsAt: '2026-11-21T13:00:00.000Z',
      audience: 'followers',
      isListed: false,
    });
  });

  it.each([
    [{ title: 'a'.repeat(70) }, undefined],
    [{ title: 'a'.repeat(71) }, 'title'],
    [{ title: '' }, 'title'],
    [{ topics: ['a', 'b', 'c'] }, undefined],
    [{ topics: ['a', 'b', 'c', 'd'] }, 'topics'],
    [{ topics: ['a', 'a', 'b', 'c'] }, undefined],
    [{ topics: ['a', ''] }, 'topics[1]'],
    [{ lang: 'english' }, 'lang'],
    [{ startsAt: 'soon' }, 'startsAt'],
    [{ invitedUserIds: ['ada'] }, 'invitedUserIds'],
    [{ invitedUserIds: Array.from({ length: 101 }, (_, n) => String(n)) }, 'invitedUserIds'],
    [{ invitedUserIds: Array.from({ length: 100 }, (_, n) => String(n)) }, undefined],
  ])('%j is refused naming %s', (wish, param) => {
    const decision = create(wish);
    expect(decision.isAllowed ? undefined : decision.refusal).toEqual(
      param === undefined ? undefined : expect.objectContaining({ code: 'invalid_field', param }),
    );
  });

  it.each([
    ['2021-05', -1, 'starts_in_past'],
    ['2021-05', 0, undefined],
    ['2021-05', 14 * day, undefined],
    ['2021-05', 14 * day + 1, 'too_far_ahead'],
    ['2022-10', 30 * day, undefined],
    ['2022-10', 30 * day + 1, 'too_far_ahead'],
  ] as const)('under %s a start in %d seconds: %s', (preset, seconds, code) => {
    expect(codeOf(create({ startsAt: at(seconds) }, policyOf(preset)))).toBe(code);
  });

  it('names each topic and invited person once, and never the host as invited', () => {
    const room = granted(create({ topics: ['b', 'a', 'b'], invitedUserIds: ['7', hostId, '7'] }));
    expect(room).toMatchObject({ topics: ['b', 'a'], invitedUserIds: ['7'] });
  });

  it.each([
    ['2021-05', 0, undefined],
    ['2021-05', 1, 'too_many_scheduled'],
    ['2022-10', 9, undefined],
    ['2022-10', 10, 'too_many_scheduled'],
  ] as const)('under %s somebody with %d rooms planned schedules another: %s', (preset, rooms, code) => {
    expect(codeOf(mayScheduleAnother(rooms, policyOf(preset)))).toBe(code);
  });
});

describe('changing a room', () => {
  const change = (patch: Parameters<typeof updateRoom>[2], room: Room = crowded(), who = hostId) =>
    updateRoom(room, actor(who), patch, later(30), policy);

  it('answers the next version and only what differs', () => {
    const { next, changes } = granted(change({ title: 'Evening news', lang: 'en', topics: ['a'] }));
    expect(changes).toEqual({ title: 'Evening news', topics: ['a'] });
    expect(next).toMatchObject({ title: 'Evening news', topics: ['a'], version: 2, updatedAt: at(30) });
  });

  it('to what it is already changes nothing', () => {
    const room = crowded({ topics: ['a', 'b'] });
    expect(granted(change({ title: room.title, topics: ['a', 'b'] }, room))).toEqual({ next: room, changes: {} });
    expect(granted(change({}, room))).toEqual({ next: room, changes: {} });
  });

  it('with the version seen is refused when there is a later one, and without it never', () => {
    expect(codeOf(change({ title: 'X', version: 7 }, crowded({ version: 7 })))).toBeUndefined();
    expect(change({ title: 'X', version: 6 }, crowded({ version: 7 }))).toMatchObject({
      refusal: { code: 'version_conflict', facts: { version: 7 } },
    });
    expect(codeOf(change({ title: 'X' }, crowded({ version: 7 })))).toBeUndefined();
  });

  it.each([
    ['title', { title: 'X' }],
    ['topics', { topics: ['x'] }],
    ['language', { lang: 'de' }],
    ['who may speak', { speakersPolicy: 'invited' as const }],
    ['audience', { audience: 'followers' as const }],
    ['guests', { areGuestsAllowed: false }],
    ['lock', { isLocked: true }],
  ])('%s is for hosts and co-hosts', (_, patch) => {
    const codes = [hostId, cohostId, speakerId, listenerId].map((userId) => codeOf(change(patch, crowded(), userId)));
    expect(codes).toEqual([undefined, undefined, 'not_allowed_for_role', 'not_allowed_for_role']);
  });

  it('stays one for ticket holders once tickets are on sale', () => {
    const sold = crowded({ audience: 'tickets', isTicketed: true });
    for (const audience of ['public', 'followers', 'invited'] as const)
      expect(change({ audience }, sold)).toMatchObject({ refusal: { code: 'invalid_field', param: 'audience' } });
    expect(granted(change({ audience: 'tickets', title: 'X' }, sold)).changes).toEqual({ title: 'X' });
    expect(codeOf(change({ audience: 'public' }, crowded({ audience: 'tickets' })))).toBeUndefined();
    expect(codeOf(change({ audience: 'public' }, sold, listenerId))).toBe('not_allowed_for_role');
    // As rooms were before this was refused.
    const opened = crowded({ audience: 'public', isTicketed: true });
    expect(granted(change({ audience: 'tickets' }, opened)).changes).toEqual({ audience: 'tickets' });
    expect(granted(change({ audience: 'public' }, opened)).changes).toEqual({});
  });

  it('an empty patch by a stranger is refused all the same', () => {
    expect(codeOf(change({}, crowded(), listenerId))).toBe('not_allowed_for_role');
  });

  it('a planned start can be moved until the room is live', () => {
    const moved = granted(change({ startsAt: at(day) }, scheduledAsRoom()));
    expect(moved).toMatchObject({ changes: { startsAt: at(day) }, next: { startsAt: at(day), version: 2 } });
    expect(codeOf(change({ startsAt: at(29) }, scheduledAsRoom()))).toBe('starts_in_past');
    expect(codeOf(change({ startsAt: at(15 * day) }, scheduledAsRoom()))).toBe('too_far_ahead');
    expect(codeOf(change({ startsAt: at(day) }, live()))).toBe('room_already_live');
    expect(codeOf(change({ startsAt: at(day) }, crowded(), cohostId))).toBe('not_allowed_for_role');
  });

  it('a moved start is stored in UTC', () => {
    const room = scheduledAsRoom();
    expect(granted(change({ startsAt: '2026-11-21T15:30:00+02:00' }, room)).changes).toEqual({
      startsAt: '2026-11-21T13:30:00.000Z',
    });
    expect(granted(change({ startsAt: '2026-11-21T15:00:00+02:00' }, room)).changes).toEqual({});
  });

  it('what is over cannot be changed, nor what time has ended', () => {
    for (const status of ['ended', 'canceled'] as const) {
      expect(codeOf(updateRoom(roomIn(status), actor(hostId), { title: 'X' }, later(90), policy))).toBe(
        'room_already_ended',
      );
    }
    expect(codeOf(change({ title: 'X' }, crowded({ graceEndsAt: at(30) })))).toBe('room_already_ended');
  });

  it.each([
    [{ title: 'a'.repeat(71) }, 'title'],
    [{ topics: ['a', 'b', 'c', 'd'] }, 'topics'],
    [{ lang: '' }, 'lang'],
  ])('%j is refused naming %s', (patch, param) => {
    expect(change(patch)).toMatchObject({ refusal: { code: 'invalid_field', param } });
  });

  function scheduledAsRoom() {
    return scheduled({ startsAt: at(3_600) });
  }
});
