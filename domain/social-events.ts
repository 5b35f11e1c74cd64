/** What the bus is told of writes of the social table: a kind of item and how its two images become events, a line each. */

import { type Block, blockEventsOf } from './block.ts';
import { type DomainEvent, verdictEventsOf } from './events.ts';
import { type Act, actEventsOf } from './moderation.ts';
import type { Profile } from './person.ts';
import type { Policy } from './policy.ts';
import { type Report, reportEventsOf } from './report.ts';
import { type Share, shareEventsOf } from './sharing.ts';

/** The items that events come from, by kind. */
export type SocialKinds = {
  readonly act: Act;
  readonly block: Block;
  readonly profile: Profile;
  readonly report: Report;
  readonly share: Share;
};
export type SocialKind = keyof SocialKinds;

/** One write of an item; `before` is absent when it was made, `after` when it was taken away. */
export type SocialChange<Kind extends SocialKind = SocialKind> = {
  [K in Kind]: { readonly kind: K; readonly before?: SocialKinds[K]; readonly after?: SocialKinds[K] };
}[Kind];

/** `now` in epoch milliseconds. */
export type Judgement = { readonly now: number; readonly policy: Policy };
type Tell<Item> = (before: Item | undefined, after: Item | undefined, by: Judgement) => readonly DomainEvent[];

const tellers: { readonly [Kind in SocialKind]: Tell<SocialKinds[Kind]> } = {
  act: actEventsOf,
  block: blockEventsOf,
  profile: (before, after, { now, policy }) => verdictEventsOf(judged(before), judged(after), now, policy),
  report: reportEventsOf,
  share: shareEventsOf,
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
