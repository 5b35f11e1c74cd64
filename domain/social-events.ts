/** What the bus is told of writes of the social table: a kind of item and how its two images become events, a line each. */

import { type Block, blockEventsOf } from './block.ts';
import { type DomainEvent, verdictEventsOf } from './events.ts';
import type { Profile } from './person.ts';
import type { Policy } from './policy.ts';

/** The items that events come from, by kind. */
export type SocialKinds = { readonly block: Block; readonly profile: Profile };
export type SocialKind = keyof SocialKinds;

/** One write of an item; `before` is absent when it was made, `after` when it was taken away. */
export type SocialChange<Kind extends SocialKind = SocialKind> = {
  [K in Kind]: { readonly kind: K; readonly before?: SocialKinds[K]; readonly after?: SocialKinds[K] };
}[Kind];

/** `now` in epoch milliseconds. */
export type Judgement = { readonly now: number; readonly policy: Policy };
type Tell<Item> = (before: Item | undefined, after: Item | undefined, by: Judgement) => readonly DomainEvent[];

const tellers: { readonly [Kind in SocialKind]: Tell<SocialKinds[Kind]> } = {
  block: blockEventsOf,
  profile: (before, after, { now, policy }) => verdictEventsOf(judged(before), judged(after), now, policy),
};

/** Events of one write, under the same ids for every repeat of it. */
export function socialEventsOf<Kind extends SocialKind>(
  change: SocialChange<Kind>,
  by: Judgement,
): readonly DomainEvent[] {
  const tell: Tell<SocialKinds[Kind]> = tellers[change.kind];
  return tell(change.before, change.after, by);
}

/** A profile alone judges only those whose followers are pushed: counts of the own graph lie elsewhere. */
const judged = (profile: Profile | undefined): Profile | undefined => (profile?.followerFacts ? profile : undefined);
