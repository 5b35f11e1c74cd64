import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../local/bus/pattern.ts';
import type { JsonObject } from '../../local/model.ts';

const event: JsonObject = {
  source: 'rostrum',
  'detail-type': 'ticket.purchased',
  resources: [],
  detail: {
    state: 'paid',
    file: 'Card.PNG',
    amount: 1250,
    isComp: false,
    coupon: null,
    topics: ['music', 'art'],
    items: [{ kind: 'seat' }, { kind: 'drink' }],
    nested: { deep: { code: 'x-1' } },
  },
};

const fits = (pattern: JsonObject) => compilePattern(pattern, 'rule')(event);
const detail = (inner: JsonObject) => fits({ detail: inner });

describe('an event pattern', () => {
  it('needs every named field to have one of the listed values', () => {
    expect(fits({ source: ['rostrum'], 'detail-type': ['room.live', 'ticket.purchased'] })).toBe(true);
    expect(fits({ source: ['rostrum'], 'detail-type': ['room.live'] })).toBe(false);
    expect(fits({ missing: ['x'] })).toBe(false);
    expect(fits({})).toBe(true);
  });

  it.each<[string, JsonObject, boolean]>([
    ['a number', { amount: [1250] }, true],
    ['a number as text', { amount: ['1250'] }, false],
    ['a boolean', { isComp: [false] }, true],
    ['null', { coupon: [null] }, true],
    ['one element of a list', { topics: ['art'] }, true],
    ['no element of a list', { topics: ['sport'] }, false],
    ['a nested field', { nested: { deep: { code: ['x-1'] } } }, true],
    ['an object in a list', { items: { kind: ['drink'] } }, true],
    ['a prefix', { state: [{ prefix: 'pa' }] }, true],
    ['a prefix of another case', { state: [{ prefix: 'PA' }] }, false],
    ['a case-free prefix', { state: [{ prefix: { 'equals-ignore-case': 'PA' } }] }, true],
    ['a suffix', { file: [{ suffix: '.PNG' }] }, true],
    ['a case-free suffix', { file: [{ suffix: { 'equals-ignore-case': '.png' } }] }, true],
    ['text without regard to case', { state: [{ 'equals-ignore-case': 'PAID' }] }, true],
    ['a wildcard', { file: [{ wildcard: 'C*.P*G' }] }, true],
    ['a wildcard that does not fit', { file: [{ wildcard: 'C*.gif' }] }, false],
    ['numbers within a range', { amount: [{ numeric: ['>', 0, '<=', 1250] }] }, true],
    ['numbers out of a range', { amount: [{ numeric: ['<', 1250] }] }, false],
    ['text where a number is asked', { state: [{ numeric: ['=', 1] }] }, false],
    ['anything but a value', { state: [{ 'anything-but': 'held' }] }, true],
    ['anything but the value', { state: [{ 'anything-but': ['held', 'paid'] }] }, false],
    ['anything but a prefix', { state: [{ 'anything-but': { prefix: 'pa' } }] }, false],
    ['anything but a list of suffixes', { file: [{ 'anything-but': { suffix: ['.gif', '.PNG'] } }] }, false],
    ['anything but, of a missing field', { nothing: [{ 'anything-but': 'x' }] }, false],
    ['a field that is there', { coupon: [{ exists: true }] }, true],
    ['a field that is not', { nothing: [{ exists: false }] }, true],
    ['a missing field of a missing object', { nothing: { inside: [{ exists: false }] } }, true],
    ['a field that is there but should not be', { state: [{ exists: false }] }, false],
    ['an object, which is no leaf', { nested: [{ exists: true }] }, false],
    ['either of two', { state: ['paid'], $or: [{ amount: [1] }, { topics: ['music'] }] }, true],
    ['neither of two', { $or: [{ amount: [1] }, { topics: ['sport'] }] }, false],
  ])('knows %s', (_name, pattern, isFit) => {
    expect(detail(pattern)).toBe(isFit);
  });

  it.each<[JsonObject, string]>([
    [{ detail: { ip: [{ cidr: '10.0.0.0/24' }] } }, 'rule.detail.ip: pattern operator cidr'],
    [{ detail: 'x' }, 'rule.detail'],
    [{ source: [] }, 'rule.source'],
    [{ source: [{ numeric: ['~', 1] }] }, 'numeric'],
    [{ $or: [{ source: ['x'] }] }, 'at least two'],
  ])('refuses %j loudly', (pattern, sentence) => {
    expect(() => compilePattern(pattern, 'rule')).toThrow(sentence);
  });
});
