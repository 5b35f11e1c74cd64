import { describe, expect, it } from 'vitest';
import { ageYears, isDate, isReached, timeFrom } from '../../domain/time.ts';
import { at, later } from './given.ts';

describe('times as clients write them', () => {
  it.each([
    ['2026-11-21T12:00:00Z', '2026-11-21T12:00:00.000Z'],
    ['2026-11-21T12:00Z', '2026-11-21T12:00:00.000Z'],
    ['2026-11-21T12:00:00.5Z', '2026-11-21T12:00:00.500Z'],
    ['2026-11-21T12:00:00.123456Z', '2026-11-21T12:00:00.123Z'],
    ['2026-11-21T14:00:00+02:00', '2026-11-21T12:00:00.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ])('%s is %s', (written, kept) => expect(timeFrom(written)).toBe(kept));

  it.each([
    '',
    'tomorrow',
    '2026-11-21',
    '2026-11-21T12:00:00',
    '2026-02-30T12:00:00Z',
    '2026-13-01T00:00:00Z',
    '1700000000000',
  ])('%j is no time', (written) => expect(timeFrom(written)).toBeUndefined());
});

it('a limit at exactly now is reached, one a millisecond later is not', () => {
  expect(isReached(at(10), later(10))).toBe(true);
  expect(isReached(at(10), later(10) - 1)).toBe(false);
});

it('a person turns 18 on the birthday, not a day before', () => {
  expect(ageYears('2008-11-21', later(0))).toBe(18);
  expect(ageYears('2008-11-22', later(0))).toBe(17);
  expect(isDate('2026-02-30')).toBe(false);
  expect(isDate('2026-02-28')).toBe(true);
});
