/** Following: at once, or by request when the account is protected. */

import type { Profile } from './person.ts';
import { allow, type Decision, refuse } from './refusal.ts';

export type FollowState = 'following' | 'requested';

/** What following this person leads to now; following again answers the same. `isBlocked`: either blocks the other. */
export function follow(
  followerId: string,
  target: Profile,
  { isBlocked, isFollowing }: { readonly isBlocked: boolean; readonly isFollowing: boolean },
): Decision<FollowState> {
  if (followerId === target.userId) {
    return refuse('invalid_field', { param: 'userId', message: 'Nobody can follow themselves.' });
  }
  // A block does not tell the blocked person about itself.
  if (isBlocked) return refuse('user_not_found');
  return allow(target.isProtected && !isFollowing ? 'requested' : 'following');
}

/** Lists of protected accounts are for their followers and themselves only. */
export function maySeeGraph(readerId: string, target: Profile, isFollower: boolean): Decision {
  if (!target.isProtected || isFollower || readerId === target.userId) return allow();
  return refuse('protected_account', { message: 'Only followers see the lists of a protected account.' });
}
