import { expect, test } from 'vitest';
import { judge } from '../../tools/soak/flatness.ts';
import type { Sample } from '../../tools/soak/measured.ts';

const run = (change: (at: number) => Partial<Sample>): readonly Sample[] =>
  Array.from({ length: 40 }, (_, at) => ({
    seconds: at * 15,
    handles: 100,
    resources: 80,
    rssMegabytes: 500,
    heapMegabytes: 30,
    externalMegabytes: 10,
    threadsMegabytes: 200,
    sockets: 95,
    ...change(at),
  }));
const notFlat = (samples: readonly Sample[], isShort = false) =>
  judge(samples, isShort)
    .filter(({ isFlat }) => !isFlat)
    .map(({ name }) => name);

test('a soak is flat although it warms up and wobbles', () => {
  expect(notFlat(run((at) => ({ heapMegabytes: Math.min(30, 10 + at * 3), handles: 100 + (at % 5) })))).toEqual([]);
});

test('a soak tells what leaks: a handle a minute, half a megabyte of heap a minute', () => {
  expect(notFlat(run((at) => ({ handles: 100 + at })))).toEqual(['open handles']);
  expect(notFlat(run((at) => ({ heapMegabytes: 30 + at / 6 })))).toEqual(['heap after collection']);
  expect(notFlat(run((at) => ({ rssMegabytes: 500 + at * 5 })))).toEqual(['resident memory']);
});

test('a short soak is mostly warm-up and allows more', () => {
  const samples = run((at) => ({ rssMegabytes: 500 + at * 5 }));
  expect([notFlat(samples, true), notFlat(samples)]).toEqual([[], ['resident memory']]);
});
