/** What a rush is played with; times in virtual units. */
export type RushWish = {
  readonly buyers: number;
  readonly tickets: number;
  /** Share of the buyers that are bots. */
  readonly botShare: number;
  /** Everybody has come by then, seconds after the doors open. */
  readonly arrivalSeconds: number;
  /** What the gateway lets through on the route that takes places, requests per second. @default the lane as deployed */
  readonly lanePerSecond?: number;
  /** How long the payment service takes for an answer, milliseconds: half of it less, up to half of it more. */
  readonly paymentMilliseconds: number;
  readonly seed: number;
  /** Nobody waits longer until every place is paid for, hours. */
  readonly hours: number;
};

export const wholeRush: RushWish = {
  buyers: 100_000,
  tickets: 10_000,
  botShare: 0.3,
  arrivalSeconds: 60,
  paymentMilliseconds: 300,
  seed: 1,
  hours: 8,
};

/** The same relations, small enough for the tests. */
export const shortRush: RushWish = { ...wholeRush, buyers: 600, tickets: 60, arrivalSeconds: 3, lanePerSecond: 100 };

/** How the people of a rush behave; seconds. */
export const habits = {
  /** Whoever was not let through, or met a 503, comes again after so long, twice as long each time. */
  firstRetrySeconds: 1,
  longestRetrySeconds: 15,
  /** How often a page looks whether the payment has opened. */
  lookSeconds: 20,
  /** Shortest and longest time to pay. */
  paySeconds: [20, 240],
  /** Holders that never pay, bots aside. */
  abandoning: 0.15,
  /** Of those who were told that all is sold, so many look again, from half an hour later on and every so often. */
  staying: 0.15,
  firstLookAgainSeconds: 1_800,
  lookAgainSeconds: 600,
  tabsOfBot: 3,
  triesOfTab: 20,
  /** Milliseconds between a bot's tries, at the most. */
  botPauseMilliseconds: 150,
} as const;
