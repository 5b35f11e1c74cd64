import { describe, expect, it } from 'vitest';
import { everythingOn, isSwitchedOn, switchesAfter, switchNames } from '../../domain/switches.ts';
import { codeOf } from './given.ts';

describe('a switch', () => {
  it('that is off refuses what it stands for and nothing else', () => {
    for (const off of switchNames)
      for (const name of switchNames)
        expect(codeOf(isSwitchedOn(name, { off: [off] }))).toBe(name === off ? 'switched_off' : undefined);
    expect(switchNames.map((name) => codeOf(isSwitchedOn(name, everythingOn)))).toEqual(
      switchNames.map(() => undefined),
    );
  });

  it('stays as it is until it is turned', () => {
    const chatOff = switchesAfter(everythingOn, { off: ['chat'] });
    expect(chatOff).toEqual({ off: ['chat'] });
    expect(switchesAfter(chatOff, { off: ['guests', 'chat'] })).toEqual({ off: ['guests', 'chat'] });
    expect(switchesAfter(chatOff, { on: ['chat', 'sales'] })).toEqual(everythingOn);
    expect(switchesAfter(chatOff, { on: ['chat'], off: ['chat'] })).toEqual(chatOff);
    expect(switchesAfter(chatOff, {})).toEqual(chatOff);
  });

  it('for the period of ticks is a number that can be taken away', () => {
    const slow = switchesAfter({ off: ['sales'] }, { tickPeriodSeconds: 10 });
    expect(slow).toEqual({ off: ['sales'], tickPeriodSeconds: 10 });
    expect(switchesAfter(slow, { on: ['sales'] })).toEqual({ off: [], tickPeriodSeconds: 10 });
    expect(switchesAfter(slow, { tickPeriodSeconds: 0 })).toEqual({ off: ['sales'] });
  });
});
