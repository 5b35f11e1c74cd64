import { describe, expect, test } from 'vitest';
import {
  listedReaction,
  reactionField,
  reactions,
  reactionsAmong,
  reactionsBetween,
  reactionsTogether,
  tooManyReactions,
} from '../../domain/reaction.ts';
import { shareEventsOf } from '../../domain/sharing.ts';
import { at, codeOf, later } from './given.ts';

describe('a reaction', () => {
  test('is one of the list, with or without the selector of its colour', () => {
    for (const emoji of reactions) expect(listedReaction(emoji, reactions)).toEqual({ isAllowed: true, value: emoji });
    expect(listedReaction('❤', reactions)).toEqual({ isAllowed: true, value: '❤️' });
    for (const emoji of ['🦄', '', '👏👏', 'toString'])
      expect(codeOf(listedReaction(emoji, reactions))).toBe('reaction_unknown');
  });

  test('has a field of letters and digits, and is read back from it', () => {
    const listed = [...reactions, '👩‍🚀', '🇩🇪', ':)'];
    const fields = listed.map((emoji, index) => [reactionField(emoji), index + 1] as const);
    for (const [field] of fields) expect(field).toMatch(/^reaction_[0-9a-f_]+$/);
    const item = { ...Object.fromEntries(fields), participantCount: 4, reaction_1f600: 'no number' };
    expect(reactionsAmong(item)).toEqual(Object.fromEntries(listed.map((emoji, index) => [emoji, index + 1])));
  });
});

describe('what was sent', () => {
  test('is the difference of the images; what time takes away was still sent', () => {
    expect(reactionsBetween({}, { '👏': 1 })).toEqual({ '👏': 1 });
    expect(reactionsBetween({ '👏': 1, '😂': 2 }, { '👏': 3, '😂': 2, '✊': 1 })).toEqual({ '👏': 2, '✊': 1 });
    expect(reactionsBetween({ '👏': 3 }, undefined)).toEqual({});
  });

  test('is summed up by emoji', () => {
    expect(reactionsTogether({ '👏': 1, '✊': 2 }, { '👏': 3, '😂': 1 })).toEqual({ '👏': 4, '✊': 2, '😂': 1 });
  });

  test('too fast may go on with the next window', () => {
    const waits = [0, 3.2, 9.999].map((second) => tooManyReactions(later(second)));
    expect(waits.map((one) => !one.isAllowed && one.refusal.retryAfterSeconds)).toEqual([10, 7, 1]);
  });
});

test('a share is told when it is made, and not when it goes', () => {
  const share = { roomId: 'r', userId: '7', sharedAt: at(0) };
  const detail = { id: 'evt_r.7.room.shared', at: at(0), version: 1, roomId: 'r', userId: '7' };
  expect(shareEventsOf(undefined, share)).toEqual([{ name: 'room.shared', detail }]);
  expect([shareEventsOf(share, share), shareEventsOf(share, undefined), shareEventsOf(undefined, undefined)]).toEqual([
    [],
    [],
    [],
  ]);
});
