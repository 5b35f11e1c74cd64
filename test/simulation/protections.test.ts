import { describe, expect, it } from 'vitest';
import { type Protection, without } from './machine/protections.ts';
import { simulation } from './seeds.ts';

/** The first seed that notices each protection's absence, and what it says. */
const noticed: Readonly<Record<Protection, { readonly seed: number; readonly violation: RegExp }>> = {
  'start condition': { seed: 11, violation: /a write was lost|was canceled and is live/ },
  ban: { seed: 6, violation: /was banned from .* and is joined/ },
  'death of seats': { seed: 6, violation: /lives and is nobody's/ },
  'timer version': { seed: 190, violation: /a write was lost/ },
  'relay dedupe': { seed: 1, violation: /counts -?\d+ people/ },
};

const titles: Readonly<Record<Protection, string>> = {
  'start condition': 'a start is written only on the room it was decided for',
  ban: 'nobody comes in past a ban that was set while they were at the door',
  'death of seats': 'a seat is made anew only when the one before it is dead',
  'timer version': 'a timer writes only on the room it judged',
  'relay dedupe': 'changes that are delivered twice are counted once',
};

describe('taken away at the wire, each protection is missed by a simulation:', () => {
  it.each(Object.entries(titles))('%s: %s', async (name) => {
    const protection = toProtection(name);
    const { seed, violation } = noticed[protection];
    const { run } = await simulation();
    expect((await run(seed)).violations).toEqual([]);
    expect((await run(seed, without[protection])).violations.join('\n')).toMatch(violation);
  });
});

const toProtection = (name: string) => name as Protection;
