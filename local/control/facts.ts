import type { EmitEvent, JsonObject } from '../model.ts';

/** What the surrounding app knows about a person; what is left out is not said. */
export type GivenFacts = {
  readonly followers?: number | undefined;
  readonly createdDaysAgo?: number | undefined;
  readonly canSell?: boolean | undefined;
  readonly isSuspended?: boolean | undefined;
  readonly isEmailVerified?: boolean | undefined;
  readonly birthDate?: string | undefined;
  readonly hostedRooms30d?: number | undefined;
};

const dayMilliseconds = 86_400_000;
/** Enough for every preset's rule for selling tickets. */
const seller = {
  followers: 1_000,
  createdDaysAgo: 400,
  isEmailVerified: true,
  birthDate: '1990-01-01',
  hostedRooms30d: 3,
};

function withSelling(given: GivenFacts): GivenFacts {
  if (!given.canSell) return given;
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...seller, ...said };
}

function accountDetail(given: GivenFacts, now: number): JsonObject {
  const { createdDaysAgo, isSuspended, isEmailVerified, birthDate, hostedRooms30d } = given;
  return {
    createdAt:
      createdDaysAgo === undefined ? undefined : new Date(now - createdDaysAgo * dayMilliseconds).toISOString(),
    isSuspended,
    isEmailVerified,
    birthDate,
    hostedRooms30d,
  };
}

export type TellFacts = (userId: string, given: GivenFacts) => void;

/** Puts given facts on the bus as the surrounding app would: `follower.facts` and `account.facts`, source `rostrum.app`. */
export function createFacts(emit: EmitEvent, now: () => number): TellFacts {
  let lastAsOf = 0;
  return (userId, said) => {
    const given = withSelling(said);
    // Two statements never carry the same time, or the second could be taken for a repeat of the first.
    lastAsOf = Math.max(Math.floor(now()), lastAsOf + 1);
    const asOf = new Date(lastAsOf).toISOString();
    const tell = (detailType: string, detail: JsonObject) => emit({ source: 'rostrum.app', detailType, detail });
    const account = accountDetail(given, lastAsOf);
    if (Object.values(account).some((value) => value !== undefined))
      tell('account.facts', { userId, ...account, asOf });
    if (given.followers !== undefined) {
      tell('follower.facts', { userId, count: given.followers, asOf, source: 'local' });
    }
  };
}
