import type { Sample } from './measured.ts';

/** One figure of a run and whether it stayed flat. */
export type Flatness = {
  readonly name: string;
  readonly unit: string;
  readonly early: number;
  readonly late: number;
  readonly atMost: number;
  readonly isFlat: boolean;
};

/** The part of a run in which code is compiled, caches fill and everybody arrives. */
const warmUpShare = 0.25;

const middleOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/**
 * Flat means: the median of the last third of what follows the warm-up lies at most so much above the median of its first
 * third. Medians, so that one sample taken in the midst of a burst decides nothing.
 */
function flatnessOf(
  name: string,
  unit: string,
  values: readonly number[],
  allowance: (early: number) => number,
): Flatness {
  const settled = values.slice(Math.floor(values.length * warmUpShare));
  const third = Math.max(1, Math.floor(settled.length / 3));
  const early = middleOf(settled.slice(0, third));
  const late = middleOf(settled.slice(-third));
  const atMost = early + allowance(early);
  return { name, unit, early, late, atMost, isFlat: late <= atMost };
}

/** Handles may differ by five, memory by a tenth; a short run is mostly warm-up and may grow by half. */
export function judge(samples: readonly Sample[], isShort: boolean): readonly Flatness[] {
  const share = isShort ? 0.5 : 0.1;
  const some = (count: number) => () => count;
  const part = (early: number) => early * share;
  return [
    flatnessOf(
      'open handles',
      '',
      samples.map(({ handles }) => handles),
      some(5),
    ),
    flatnessOf(
      'active resources',
      '',
      samples.map(({ resources }) => resources),
      some(5),
    ),
    flatnessOf(
      'resident memory',
      ' MB',
      samples.map(({ rssMegabytes }) => rssMegabytes),
      part,
    ),
    flatnessOf(
      'heap after collection',
      ' MB',
      samples.map(({ heapMegabytes }) => heapMegabytes),
      part,
    ),
  ];
}
