/** Somebody of the demo world, to be chosen on the sign-in page. */
export type DemoPerson = {
  readonly handle: string;
  readonly name: string;
  readonly followers: number;
  readonly createdDaysAgo: number;
  readonly follows: readonly string[];
};

/** Two may host, one is a follower short. */
export const demoPeople: readonly DemoPerson[] = [
  { handle: 'ines', name: 'Ines Okafor', followers: 18_400, createdDaysAgo: 1_200, follows: ['tomas', 'mei'] },
  { handle: 'tomas', name: 'Tomás Vega', followers: 640, createdDaysAgo: 700, follows: ['ines'] },
  { handle: 'mei', name: 'Mei Tanaka', followers: 599, createdDaysAgo: 420, follows: ['ines', 'tomas'] },
  { handle: 'jonas', name: 'Jonas Lind', followers: 87, createdDaysAgo: 300, follows: ['ines', 'mei'] },
  { handle: 'amara', name: 'Amara Diallo', followers: 23, createdDaysAgo: 90, follows: ['ines', 'tomas', 'jonas'] },
  { handle: 'ravi', name: 'Ravi Menon', followers: 4, createdDaysAgo: 12, follows: ['tomas', 'amara'] },
];
