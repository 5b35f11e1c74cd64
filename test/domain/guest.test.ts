import { describe, expect, it } from 'vitest';
import { holderOfAddress, minuteOf, secondsToNextMinute } from '../../domain/guest.ts';

describe('whom an address stands for', () => {
  it.each([
    ['203.0.113.9', 'address 203.0.113.9'],
    ['::ffff:203.0.113.9', 'address 203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', 'network 2001:db8:1:2'],
    ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', 'network 2001:db8:1:2'],
    ['2001:db8:1:2::6', 'network 2001:db8:1:2'],
    ['2001:db8::6', 'network 2001:db8:0:0'],
    ['2001:db8::3:4:5:6', 'network 2001:db8:0:0'],
    ['2001:db8::2:3:4:5:6', 'network 2001:db8:0:2'],
    ['::1', 'network 0:0:0:0'],
    ['::', 'network 0:0:0:0'],
    ['', 'network '],
  ])('%s is the %s', (address, holder) => {
    expect(holderOfAddress(address)).toBe(holder);
  });
});

describe('the minute in which calls are counted', () => {
  it('ends after sixty seconds, and says how long that is', () => {
    const start = Date.parse('2026-11-21T12:00:00Z');
    expect(minuteOf(start + 59_999)).toBe(minuteOf(start));
    expect(minuteOf(start + 60_000)).toBe(minuteOf(start) + 1);
    expect([start, start + 1, start + 59_001, start + 59_999].map(secondsToNextMinute)).toEqual([60, 60, 1, 1]);
  });
});
