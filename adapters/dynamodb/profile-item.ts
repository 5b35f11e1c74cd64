import type { AccountFacts, FollowerFacts, HostingGrant, Profile, Suspension } from '../../domain/person.ts';
import type { Item } from './client.ts';
import { readCount, readFlag, readItem, readOptional, readText, readTexts } from './read.ts';
import { schemaVersion } from './room-item.ts';
import { type Key, profileKey } from './table.ts';

/** The PROFILE item; follower counts of the own graph live in counters of their own. */
export function fromProfile(profile: Profile): Key & Item {
  const { followerCount, followingCount, ...stored } = profile;
  return { ...profileKey(profile.userId), schemaVersion, ...stored };
}

/** An item without a handle holds facts only: its person has not been seen yet. */
export const isSeen = (item: Item): boolean => item['handle'] !== undefined;

export function toProfile(item: Item, counts = { followerCount: 0, followingCount: 0 }): Profile {
  return {
    userId: readText(item, 'userId'),
    issuer: readText(item, 'issuer'),
    sub: readText(item, 'sub'),
    handle: readText(item, 'handle'),
    name: readText(item, 'name'),
    bio: readText(item, 'bio'),
    avatarUrl: readText(item, 'avatarUrl'),
    ...counts,
    isProtected: readFlag(item, 'isProtected'),
    isListeningShared: readFlag(item, 'isListeningShared'),
    isEmailVerified: readFlag(item, 'isEmailVerified'),
    ...readOptional(item, 'birthDate', readText),
    ...readFacts(item),
    ...readOptional(item, 'accountSuspension', (parent, field) => toSuspension(readItem(parent, field))),
    ...readOptional(item, 'hostingSuspension', (parent, field) => toSuspension(readItem(parent, field))),
    ...readOptional(item, 'hostingGrant', (parent, field) => toGrant(readItem(parent, field))),
    version: readCount(item, 'version'),
    createdAt: readText(item, 'createdAt'),
    updatedAt: readText(item, 'updatedAt'),
  };
}

/** What the surrounding app pushed; it may have come before the person did. */
export const readFacts = (item: Item): Pick<Profile, 'followerFacts' | 'accountFacts'> => ({
  ...readOptional(item, 'followerFacts', (parent, field) => toFollowerFacts(readItem(parent, field))),
  ...readOptional(item, 'accountFacts', (parent, field) => toAccountFacts(readItem(parent, field))),
});

const toFollowerFacts = (facts: Item): FollowerFacts => ({
  count: readCount(facts, 'count'),
  asOf: readText(facts, 'asOf'),
  source: readText(facts, 'source'),
  ...readOptional(facts, 'credibleCount', readCount),
});

const toAccountFacts = (facts: Item): AccountFacts => ({
  asOf: readText(facts, 'asOf'),
  ...readOptional(facts, 'createdAt', readText),
  ...readOptional(facts, 'isSuspended', readFlag),
  ...readOptional(facts, 'isEmailVerified', readFlag),
  ...readOptional(facts, 'birthDate', readText),
  ...readOptional(facts, 'hostedRooms30d', readCount),
});

const toSuspension = (item: Item): Suspension => ({
  reason: readText(item, 'reason'),
  ...readOptional(item, 'until', readText),
});

const toGrant = (item: Item): HostingGrant => ({
  allows: readTexts(item, 'allows').filter((what) => what === 'host' || what === 'sell'),
  reason: readText(item, 'reason'),
  expiresAt: readText(item, 'expiresAt'),
});
