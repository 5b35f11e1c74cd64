/** How an account comes to be and changes: first sight of a token, the person's own edits, facts from outside. */

import { isHandle } from './ids.ts';
import type { AccountFacts, FollowerFacts, Profile } from './person.ts';
import { birthDateOf } from './person.ts';
import { allow, type Decision, refuse } from './refusal.ts';
import { ageYears, isDate, isoOf, millisecondsOf } from './time.ts';
import { normalText, textFrom } from './wording.ts';

export type TokenClaims = {
  readonly issuer: string;
  readonly sub: string;
  readonly preferredUsername?: string;
  readonly name?: string;
  readonly isEmailVerified?: boolean;
};

const maxNameCharacters = 50;
const maxBioCharacters = 160;
const maxAvatarUrlCharacters = 2_048;
/** Clocks of other systems may run ahead of ours by this much; facts from further ahead would never go stale. */
const aheadSeconds = 300;

/** The profile of a person seen for the first time; the handle still has to be free. */
export function newProfile(userId: string, claims: TokenClaims, handle: string, now: number): Profile {
  const at = isoOf(now);
  const name = textFrom('name', claims.name ?? '', 1, maxNameCharacters);
  return {
    userId,
    issuer: claims.issuer,
    sub: claims.sub,
    handle,
    name: name.isAllowed ? name.value : handle,
    bio: '',
    avatarUrl: '',
    followerCount: 0,
    followingCount: 0,
    isProtected: false,
    isListeningShared: false,
    isEmailVerified: claims.isEmailVerified ?? false,
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
}

/** Handles to try in this order: the one asked for, the same with digits of the id, one of the id alone. */
export function handleCandidates(preferredUsername: string | undefined, userId: string): readonly string[] {
  const wished = (preferredUsername ?? '')
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_]/g, '')
    .slice(0, 15);
  const numbered = `${wished.slice(0, 9)}_${userId.slice(-5)}`;
  return [wished, numbered, `user${userId.slice(-11)}`, `u${userId.slice(0, 14)}`].filter(isHandle);
}

/** Two accounts that lead to one id are an attack or an accident: the second one is refused. */
export function isSameAccount(profile: Profile, claims: TokenClaims): Decision {
  if (profile.issuer === claims.issuer && profile.sub === claims.sub) return allow();
  return refuse('unauthenticated', { message: 'This id belongs to another sign-in account.' });
}

export type ProfilePatch = {
  readonly handle?: string;
  readonly name?: string;
  readonly bio?: string;
  readonly avatarUrl?: string;
  readonly isProtected?: boolean;
  readonly isListeningShared?: boolean;
  readonly birthDate?: string;
};
export type ProfileUpdate = { readonly next: Profile; readonly changes: ProfilePatch };

/** Applies a person's own edits; `changes` holds only what differs, in the form it is stored in. */
export function updateProfile(profile: Profile, patch: ProfilePatch, now: number): Decision<ProfileUpdate> {
  const read = readPatch(profile, patch, now);
  if (!read.isAllowed) return read;
  const wished: [string, unknown][] = Object.entries(read.value);
  const old = new Map<string, unknown>(Object.entries(profile));
  const changes: ProfilePatch = Object.fromEntries(
    wished.filter(([field, value]) => value !== undefined && old.get(field) !== value),
  );
  if (Object.keys(changes).length === 0) return allow({ next: profile, changes });
  return allow({ next: { ...profile, ...changes, version: profile.version + 1, updatedAt: isoOf(now) }, changes });
}

function readPatch(profile: Profile, patch: ProfilePatch, now: number): Decision<ProfilePatch> {
  const { name, bio } = patch;
  const texts = [
    name === undefined ? undefined : textFrom('name', name, 1, maxNameCharacters),
    bio === undefined ? undefined : textFrom('bio', bio, 0, maxBioCharacters),
    patch.handle === undefined ? undefined : handleProblem(patch.handle),
    patch.avatarUrl === undefined ? undefined : avatarProblem(patch.avatarUrl),
    patch.birthDate === undefined ? undefined : birthDateProblem(profile, patch.birthDate, now),
  ];
  for (const problem of texts) if (problem?.isAllowed === false) return problem;
  const named = name === undefined ? {} : { name: normalText(name) };
  return allow({ ...patch, ...named, ...(bio === undefined ? {} : { bio: normalText(bio) }) });
}

function handleProblem(handle: string): Decision {
  if (isHandle(handle)) return allow();
  return refuse('invalid_field', {
    param: 'handle',
    message: 'handle must have 1 to 15 letters, digits or underscores.',
  });
}

function avatarProblem(url: string): Decision {
  const isFine =
    url === '' || (url.length <= maxAvatarUrlCharacters && url.startsWith('https://') && URL.canParse(url));
  return isFine
    ? allow()
    : refuse('invalid_field', { param: 'avatarUrl', message: 'avatarUrl must be an https address.' });
}

function birthDateProblem(profile: Profile, birthDate: string, now: number): Decision {
  const known = birthDateOf(profile);
  if (known !== undefined && known !== birthDate) {
    return refuse('already_decided', { param: 'birthDate', message: 'The birth date can be set once.' });
  }
  const isFine = isDate(birthDate) && ageYears(birthDate, now) >= 0 && ageYears(birthDate, now) <= 150;
  return isFine
    ? allow()
    : refuse('invalid_field', { param: 'birthDate', message: 'birthDate must be a day of the past.' });
}

/** What facts are kept on: a profile, or the place of a person who has not been seen yet (version 0). */
export type FactsPlace = Pick<Profile, 'followerFacts' | 'accountFacts' | 'version' | 'updatedAt'>;

/** Takes pushed follower facts in; older ones than we have, or ones from the future, are refused. */
export function withFollowerFacts<P extends FactsPlace>(profile: P, facts: FollowerFacts, now: number): Decision<P> {
  const fresh = isNewer(profile.followerFacts?.asOf, facts.asOf, now);
  return fresh.isAllowed ? allow(touched({ ...profile, followerFacts: facts }, now)) : fresh;
}

/** Takes pushed account facts in; what they do not mention stays as it was. */
export function withAccountFacts<P extends FactsPlace>(profile: P, facts: AccountFacts, now: number): Decision<P> {
  const fresh = isNewer(profile.accountFacts?.asOf, facts.asOf, now);
  if (!fresh.isAllowed) return fresh;
  return allow(touched({ ...profile, accountFacts: { ...profile.accountFacts, ...facts } }, now));
}

/** Facts of the same time are taken again: the app may correct itself. */
function isNewer(known: string | undefined, asOf: string, now: number): Decision {
  const time = millisecondsOf(asOf);
  if (!(time <= now + aheadSeconds * 1000))
    return refuse('invalid_field', { param: 'asOf', message: 'asOf lies in the future.' });
  const isOlder = known !== undefined && time < millisecondsOf(known);
  return isOlder ? refuse('version_conflict', { message: 'Newer facts are known already.' }) : allow();
}

function touched<P extends FactsPlace>(profile: P, now: number): P {
  return { ...profile, version: profile.version + 1, updatedAt: isoOf(now) };
}
