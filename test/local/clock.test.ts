import { setTimeout as realSleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createClock } from '../../local/clock/clock.ts';
import { installVirtualDate } from '../../local/clock/virtual-date.ts';
import type { Clock } from '../../local/model.ts';

const second = 1000;
const start = Date.UTC(2027, 0, 1);
let clock: Clock;

function startClock(): Clock {
  clock = createClock({ startAt: start });
  return clock;
}

afterEach(() => clock.close());

describe('the virtual clock', () => {
  it('starts at the asked time and goes on in real time', async () => {
    startClock();
    expect(clock.now()).toBeGreaterThanOrEqual(start);
    await realSleep(20);
    expect(clock.now()).toBeGreaterThanOrEqual(start + 15);
    expect(clock.now()).toBeLessThan(start + 5 * second);
  });

  it('runs due work in the order of its times, each at its own time', async () => {
    startClock();
    const seen: [string, number][] = [];
    const note = (name: string) => () => void seen.push([name, Math.round((clock.now() - start) / second)]);
    clock.at(start + 30 * second, 'later', note('later'));
    clock.at(start + 10 * second, 'sooner', note('sooner'));
    clock.at(start + 30 * second, 'later, second', note('later, second'));
    clock.at(start + 61 * second, 'not yet', note('not yet'));
    await clock.advance(60 * second);
    expect(seen).toEqual([
      ['sooner', 10],
      ['later', 30],
      ['later, second', 30],
    ]);
    expect(clock.now()).toBeGreaterThanOrEqual(start + 60 * second);
  });

  it('finishes what is in flight, and what follows from it, before it goes on', async () => {
    startClock();
    const seen: string[] = [];
    clock.at(start + 1 * second, 'first', async () => {
      await realSleep(20);
      void clock.track(realSleep(20).then(() => void seen.push('what follows')));
    });
    clock.at(start + 2 * second, 'second', () => void seen.push('second'));
    await clock.advance(5 * second);
    expect(seen).toEqual(['what follows', 'second']);
  });

  it('also runs work that due work asks for within the jump', async () => {
    startClock();
    let tries = 0;
    const again = () => {
      tries += 1;
      clock.at(clock.now() + 10 * second, 'again', again);
    };
    clock.at(start, 'again', again);
    await clock.advance(61 * second);
    expect(tries).toBe(7);
  });

  it('runs recurring work once at the end of a jump', async () => {
    startClock();
    const times: number[] = [];
    const everyMinute = () => {
      times.push(Math.round((clock.now() - start) / second));
      clock.at(clock.now() + 60 * second, 'rule', everyMinute, { isRecurring: true });
    };
    clock.at(start + 60 * second, 'rule', everyMinute, { isRecurring: true });
    await clock.advance(3600 * second);
    expect(times).toEqual([3600]);
  });

  it('leaves recurring work to the end of a jump that stops on its way', async () => {
    startClock();
    const seen: string[] = [];
    clock.at(start + 60 * second, 'rule', () => void seen.push('rule'), { isRecurring: true });
    clock.at(start, 'rule due before', () => void seen.push('before'), { isRecurring: true });
    for (const minutes of [1, 2, 3]) clock.at(start + minutes * 60 * second, 'once', () => void seen.push('once'));
    await clock.advance(3600 * second);
    expect(seen).toEqual(['before', 'once', 'once', 'once', 'rule']);
  });

  it('fires due work in real time without anybody stepping it', async () => {
    startClock();
    let hasRun = false;
    clock.at(clock.now() + 30, 'soon', () => {
      hasRun = true;
    });
    await expect.poll(() => hasRun, { timeout: 2000 }).toBe(true);
  });

  it('does not run canceled work', async () => {
    startClock();
    const seen: string[] = [];
    const cancel = clock.at(start + second, 'canceled', () => void seen.push('canceled'));
    clock.at(start + second, 'kept', () => void seen.push('kept'));
    cancel();
    await clock.advance(2 * second);
    expect(seen).toEqual(['kept']);
    let cancelOther = () => {};
    clock.at(start + 60 * second, 'cancels the other', () => cancelOther());
    cancelOther = clock.at(start + 60 * second, 'other', () => void seen.push('other'));
    await clock.advance(60 * second);
    expect(seen).toEqual(['kept']);
  });

  it('takes one jump after the other when two are asked at once', async () => {
    startClock();
    await Promise.all([clock.advance(3600 * second), clock.advance(3600 * second)]);
    expect(clock.now()).toBeGreaterThanOrEqual(start + 7200 * second);
  });

  it('goes on when due work fails, and reports it', async () => {
    const failures: string[] = [];
    clock = createClock({ startAt: start, onError: (label) => failures.push(label) });
    clock.at(start + second, 'throws', () => {
      throw new Error('broken');
    });
    clock.at(start + second, 'rejects', async () => {
      throw new Error('broken');
    });
    await clock.advance(2 * second);
    expect(failures).toEqual(['throws', 'rejects']);
  });

  it('passes two idle days at once, and two days with a thing to do each minute within a second or two', async () => {
    startClock();
    const began = performance.now();
    await clock.advance(2 * 86_400 * second);
    let count = 0;
    for (let minute = 1; minute <= 2880; minute += 1) {
      clock.at(clock.now() + minute * 60 * second, 'minute', () => {
        count += 1;
      });
    }
    await clock.advance(2 * 86_400 * second);
    expect(count).toBe(2880);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('shows its offset to whoever holds the shared memory', async () => {
    startClock();
    const before = new Float64Array(clock.offset)[0] ?? 0;
    await clock.advance(60 * second);
    expect((new Float64Array(clock.offset)[0] ?? 0) - before).toBeGreaterThan(59 * second);
  });

  it('lets nobody turn it back', async () => {
    startClock();
    await expect(clock.advance(-1)).rejects.toThrow('only moves forward');
  });

  it('gives the whole thread its time, and the real time back afterwards', async () => {
    startClock();
    const restore = installVirtualDate(clock);
    try {
      await clock.advance(3600 * second);
      expect(Math.abs(Date.now() - clock.now())).toBeLessThan(second);
      expect(new Date().toISOString()).toMatch(/^2027-01-01T01:/);
      expect(new Date(0).toISOString()).toBe('1970-01-01T00:00:00.000Z');
      expect(new Date() instanceof Date).toBe(true);
      expect(Date.parse('2027-01-01T00:00:00Z')).toBe(start);
    } finally {
      restore();
    }
    expect(Date.now()).toBeLessThan(start);
  });
});
