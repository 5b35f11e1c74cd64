import { describe, expect, it } from 'vitest';
import { block, blockEventsOf, pageOfBlocked, tooManyBlocked, withoutBlocked } from '../../domain/block.ts';
import { type SocialChange, socialEventsOf } from '../../domain/social-events.ts';
import { at, later, noon, person, policy } from './given.ts';

describe('a block', () => {
  it('is for others, not for oneself', () => {
    expect(block('1', '2').isAllowed).toBe(true);
    expect(block('1', '1')).toMatchObject({ refusal: { code: 'invalid_field', param: 'userId' } });
    expect(tooManyBlocked()).toMatchObject({ refusal: { code: 'cap_reached', facts: { limit: 10_000 } } });
  });

  it('takes listeners out of sight, and nobody else', () => {
    const people = ['1', '2', '3'].map((userId) => ({ userId }));
    expect(withoutBlocked(new Set(['2', '9']), people)).toEqual([{ userId: '1' }, { userId: '3' }]);
    expect(withoutBlocked(new Set(), people)).toEqual(people);
  });
});

describe('a block list', () => {
  const blockset = new Set(['100', '9', '20', '9223372036854775807', '10']);
  it.each([
    [2, undefined, ['9', '10'], '10'],
    [2, '10', ['20', '100'], '100'],
    [2, '100', ['9223372036854775807'], undefined],
    [5, undefined, ['9', '10', '20', '100', '9223372036854775807'], undefined],
    [2, '15', ['20', '100'], '100'],
    [2, '9223372036854775807', [], undefined],
  ])('has pages of %i behind %s in the order of the ids', (limit, after, userIds, next) => {
    expect(pageOfBlocked(blockset, limit, after)).toEqual({ userIds, ...(next !== undefined && { next }) });
  });
});

describe('what the bus is told of people', () => {
  const edge = { blockerId: '1', blockedId: '2', at: at(5) };
  const by = { now: later(10), policy };
  const told = (change: SocialChange) => socialEventsOf(change, by);

  it('is that somebody was blocked, under one id for every repeat and another for the next block', () => {
    const events = told({ kind: 'block', after: edge });
    const id = `evt_1.2.${noon + 5_000}.person.blocked`;
    expect(events).toEqual([
      { name: 'person.blocked', detail: { id, at: at(5), version: 1, userId: '1', blockedId: '2' } },
    ]);
    expect(told({ kind: 'block', after: edge })).toEqual(events);
    expect(blockEventsOf(undefined, { ...edge, at: at(6) })[0]?.detail.id).not.toBe(id);
  });

  it('is nothing when a block is taken back or written again', () => {
    expect(told({ kind: 'block', before: edge })).toEqual([]);
    expect(told({ kind: 'block', before: edge, after: edge })).toEqual([]);
    expect(told({ kind: 'block' })).toEqual([]);
  });

  it('is that pushed facts made somebody eligible, and nothing of people judged by the own graph', () => {
    const facts = (count: number) => ({ count, asOf: at(0), source: 'app' });
    const before = person({ followerFacts: facts(599) });
    const after = person({ followerFacts: facts(600), version: 2 });
    const events = told({ kind: 'profile', before, after });
    expect(events).toMatchObject([{ name: 'verdict.changed', detail: { userId: '1', version: 2, isEligible: true } }]);
    expect(told({ kind: 'profile', before: after, after: { ...after, version: 3 } })).toEqual([]);
    expect(told({ kind: 'profile', after: person({ isProtected: false }) })).toEqual([]);
  });
});
