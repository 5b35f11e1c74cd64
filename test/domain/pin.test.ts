import { describe, expect, test } from 'vitest';
import { addPin, maxPins, pinFrom, removePin } from '../../domain/pin.ts';
import type { LiveRoom, Pin } from '../../domain/room.ts';
import { actor, codeOf, cohostId, hostId, later, listenerId, live, place, policy, speakerId } from './given.ts';

const stage = [place(hostId, 'host'), place(cohostId, 'cohost'), place(speakerId, 'speaker')];
const pinned = (...userIds: string[]): readonly Pin[] =>
  userIds.map((userId, index) => ({ id: `pin_${index}`, url: String(index), userId }));
const acting = (userId: string) => ({ actor: actor(userId), isListening: true, now: later(5), policy });
const pin: Pin = { id: 'pin_new', url: '7', userId: hostId };
const add = (userId: string, room: LiveRoom = live({ stage })) => addPin(room, acting(userId), { ...pin, userId });

describe('adding a pin', () => {
  test('is for the stage', () => {
    for (const userId of [hostId, cohostId, speakerId]) expect(codeOf(add(userId))).toBeUndefined();
    for (const userId of [listenerId, '99']) expect(codeOf(add(userId))).toBe('not_allowed_for_role');
  });

  test('puts it behind the others, as long as there is room', () => {
    const four = live({ stage, pins: pinned('1', '2', '3', '4') });
    const added = add(hostId, four);
    expect(added.isAllowed && added.value.pins.map(({ id }) => id)).toEqual([
      'pin_0',
      'pin_1',
      'pin_2',
      'pin_3',
      'pin_new',
    ]);
    expect(added.isAllowed && added.value.version).toBe(four.version + 1);
    const full = live({ stage, pins: pinned(...Array.from({ length: maxPins }, () => hostId)) });
    expect(add(hostId, full)).toMatchObject({ refusal: { code: 'pins_full', facts: { limit: 5 } } });
  });
});

describe('removing a pin', () => {
  const room = live({ stage, pins: pinned(hostId, speakerId) });
  const remove = (userId: string, pinId: string) => codeOf(removePin(room, acting(userId), pinId));

  test.each([
    [hostId, undefined, undefined, 'not_found'],
    [cohostId, undefined, undefined, 'not_found'],
    [speakerId, 'not_allowed_for_role', undefined, 'not_found'],
    [listenerId, 'not_allowed_for_role', 'not_allowed_for_role', 'not_allowed_for_role'],
  ])('by %s: of the host, of the speaker, of nobody: %s %s %s', (userId, ofHost, ofSpeaker, ofNobody) => {
    expect([remove(userId, 'pin_0'), remove(userId, 'pin_1'), remove(userId, 'pin_9')]).toEqual([
      ofHost,
      ofSpeaker,
      ofNobody,
    ]);
  });

  test('is no longer for its author once they are off the stage', () => {
    const alone = live({ stage: [place(hostId, 'host')], pins: pinned(speakerId) });
    expect(codeOf(removePin(alone, acting(speakerId), 'pin_0'))).toBe('not_allowed_for_role');
  });

  test('leaves the others in their order', () => {
    const three = live({ stage, pins: pinned(hostId, hostId, hostId) });
    const left = removePin(three, acting(hostId), 'pin_1');
    expect(left.isAllowed && left.value.pins.map(({ id }) => id)).toEqual(['pin_0', 'pin_2']);
  });
});

describe('what may be pinned', () => {
  const made = (url: string, note?: string, blockedWords: readonly string[] = []) =>
    pinFrom({ url, ...(note !== undefined && { note }) }, { id: 'pin_1', userId: hostId, blockedWords });

  test.each([
    'https://example.org',
    'HTTP://EXAMPLE.ORG:8080/a?b=%20c#d',
    'https://例え.jp/パス',
    '0',
    '1460323737035677698',
  ])('%s', (url) => expect(made(url)).toEqual({ isAllowed: true, value: { id: 'pin_1', url, userId: hostId } }));

  test('is a link of at most 500 characters', () => {
    const link = (length: number) => `https://example.org/${'x'.repeat(length - 20)}`;
    expect([codeOf(made(link(500))), codeOf(made(link(501)))]).toEqual([undefined, 'link_not_allowed']);
  });

  test('may have a note without blocked words; an empty one is none', () => {
    expect(made('1', 'read')).toMatchObject({ value: { note: 'read' } });
    expect(made('1', '')).toEqual({ isAllowed: true, value: { id: 'pin_1', url: '1', userId: hostId } });
    expect(made('1', 'darn', ['darn'])).toMatchObject({ refusal: { code: 'invalid_field', param: 'note' } });
    expect(made('1', 'x'.repeat(141))).toMatchObject({ refusal: { code: 'invalid_field', param: 'note' } });
  });
});
