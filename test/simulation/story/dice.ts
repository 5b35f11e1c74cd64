/** Choices out of the seed's numbers. */
export type Dice = {
  readonly chance: () => number;
  isTrue(likelihood: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** Picks by weight: `[weight, choice]`. */
  weigh<T>(choices: readonly (readonly [number, T])[]): T;
};

export function createDice(chance: () => number): Dice {
  const at = <T>(choices: readonly T[], place: number): T => {
    const choice = choices[place];
    if (choice === undefined) throw new Error('There is nothing to choose from');
    return choice;
  };
  return {
    chance,
    isTrue: (likelihood) => chance() < likelihood,
    pick: (choices) => at(choices, Math.floor(chance() * choices.length)),
    weigh(choices) {
      let rest = chance() * choices.reduce((sum, [weight]) => sum + weight, 0);
      const place = choices.findIndex(([weight]) => {
        rest -= weight;
        return rest < 0;
      });
      return at(choices, Math.max(0, place))[1];
    },
  };
}
