/** A person's account as Rostrum keeps it, what outside facts say about it, and what others may see of it. */

import { allow, type Decision, refuse } from './refusal.ts';
import { isReached } from './time.ts';

/** Pushed by the surrounding app; once there, they alone decide about hosting. `asOf` is the app's time of counting. */
export type FollowerFacts = {
  readonly count: number;
  readonly credibleCount?: number;
  readonly asOf: string;
  readonly source: string;
};
export type AccountFacts = {
  readonly createdAt?: string;
  readonly isSuspended?: boolean;
  readonly isEmailVerified?: boolean;
  readonly birthDate?: string;
  readonly hostedRooms30d?: number;
  readonly asOf: string;
};
/** Set by a moderator; without `until` it stays until lifted. */
export type Suspension = { readonly reason: string; readonly until?: string };
/** An operator's word that counts do not matter for this person until it expires. */
export type HostingGrant = {
  readonly allows: readonly ('host' | 'sell')[];
  readonly reason: string;
  readonly expiresAt: string;
};

export type Profile = {
  readonly userId: string;
  /** The sign-in account this id belongs to; another account with the same id is refused, never merged. */
  readonly issuer: string;
  readonly sub: string;
  readonly handle: string;
  readonly name: string;
  readonly bio: string;
  readonly avatarUrl: string;
  /** Counts of Rostrum's own graph. */
  readonly followerCount: number;
  readonly followingCount: number;
  readonly isProtected: boolean;
  readonly isListeningShared: boolean;
  /** As the token said last. */
  readonly isEmailVerified: boolean;
  readonly birthDate?: string;
  readonly followerFacts?: FollowerFacts;
  readonly accountFacts?: AccountFacts;
  readonly accountSuspension?: Suspension;
  readonly hostingSuspension?: Suspension;
  readonly hostingGrant?: HostingGrant;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type PublicProfile = {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly bio: string;
  readonly avatarUrl: string;
  readonly followerCount: number;
  readonly followingCount: number;
  readonly isProtected: boolean;
};
export type OwnProfile = PublicProfile & {
  readonly isListeningShared: boolean;
  readonly birthDate?: string;
  readonly isSuspended: boolean;
};

/** What anybody may see. The follower count is the one the person is judged by. */
export function publicProfile(profile: Profile): PublicProfile {
  const { userId, handle, name, bio, avatarUrl, followingCount, isProtected } = profile;
  return { id: userId, handle, name, bio, avatarUrl, followerCount: followersOf(profile), followingCount, isProtected };
}

/** What the person sees of the own account. */
export function ownProfile(profile: Profile, now: number): OwnProfile {
  const birthDate = birthDateOf(profile);
  return {
    ...publicProfile(profile),
    isListeningShared: profile.isListeningShared,
    ...(birthDate === undefined ? {} : { birthDate }),
    isSuspended: isSuspended(profile, now),
  };
}

/** Pushed facts if there are any, else the own graph. */
export function followersOf(profile: Profile): number {
  return profile.followerFacts?.count ?? profile.followerCount;
}

export function birthDateOf(profile: Profile): string | undefined {
  return profile.birthDate ?? profile.accountFacts?.birthDate;
}

/** Suspended by the surrounding app or by a moderator here. */
export function isSuspended(profile: Profile, now: number): boolean {
  return profile.accountFacts?.isSuspended === true || isInForce(profile.accountSuspension, now);
}

/** Suspended accounts do nothing: asked by every command of a person. */
export function mayAct(profile: Profile, now: number): Decision {
  return isSuspended(profile, now) ? refuse('account_suspended') : allow();
}

export function isHostingSuspended(profile: Profile, now: number): boolean {
  return isInForce(profile.hostingSuspension, now);
}

export function hasGrant(profile: Profile, what: 'host' | 'sell', now: number): boolean {
  const grant = profile.hostingGrant;
  return grant?.allows.includes(what) === true && !isReached(grant.expiresAt, now);
}

function isInForce(suspension: Suspension | undefined, now: number): boolean {
  if (suspension === undefined) return false;
  return suspension.until === undefined || !isReached(suspension.until, now);
}
