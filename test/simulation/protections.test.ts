import { describe, expect, it } from 'vitest';
import { type Protection, without } from './machine/protections.ts';
import { simulation } from './seeds.ts';
import type { Theme } from './story/choices.ts';

/**
 * What misses each protection: stories on its theme, from the recorded seed on. A change of the product changes what a seed
 * tells, so some seeds behind the recorded one are tried before the protection counts as unguarded.
 */
const noticed: Readonly<
  Record<Protection, { readonly theme: Theme; readonly from: number; readonly violation: RegExp }>
> = {
  'start condition': { theme: 'start', from: 3, violation: /a write was lost|was canceled and is live/ },
  ban: { theme: 'door', from: 1, violation: /was banned from .* and is joined/ },
  'death of seats': { theme: 'crowd', from: 2, violation: /lives and is nobody's/ },
  'timer version': { theme: 'host', from: 33, violation: /a write was lost/ },
  'relay dedupe': { theme: 'crowd', from: 4, violation: /counts -?\d+ people/ },
  'removal room': { theme: 'accepted', from: 9, violation: /is banned from .* and has a place/ },
  'grant member': { theme: 'accepted', from: 25, violation: /is banned from .* and has a place/ },
  'credential ban': { theme: 'returning', from: 15, violation: /was banned from .* and is joined/ },
  'stage order': { theme: 'muted', from: 2, violation: /on the stage of .* and was to|and no place there/ },
  'grant request': { theme: 'withdrawn', from: 26, violation: /asks to speak and is on the stage/ },
};
const mostSeeds = 200;

const titles: Readonly<Record<Protection, string>> = {
  'start condition': 'a start is written only on the room it was decided for',
  ban: 'nobody comes in past a ban that was set while they were at the door',
  'death of seats': 'a seat is made anew only when the one before it is dead',
  'timer version': 'a timer writes only on the room it judged',
  'relay dedupe': 'changes that are delivered twice are counted once',
  'removal room': 'nobody stays on stage who was let onto it while they were removed',
  'grant member': 'a request is granted only while its person is in the room',
  'credential ban': 'no credential of the stage brings back whoever was put out',
  'stage order': 'what a request could not tell the media service is repaired',
  'grant request': 'whoever comes on stage by their request asks no longer',
};

describe('taken away at the wire, each protection is missed by a simulation:', () => {
  it.each(Object.entries(titles))('%s: %s', async (name) => {
    const protection = toProtection(name);
    const { theme, from, violation } = noticed[protection];
    const { run } = await simulation();
    const seed = await firstSeed(from, async (candidate) =>
      (await run(candidate, { theme, meddle: without[protection] })).violations.some((what) => violation.test(what)),
    );
    expect(seed, `no seed of ${mostSeeds} notices that ${name} is gone`).toBeDefined();
    expect((await run(seed ?? from, { theme })).violations, 'the same story with it').toEqual([]);
  });
});

async function firstSeed(from: number, isNoticed: (seed: number) => Promise<boolean>): Promise<number | undefined> {
  for (let seed = from; seed < from + mostSeeds; seed += 1) if (await isNoticed(seed)) return seed;
  return undefined;
}

const toProtection = (name: string) => name as Protection;
