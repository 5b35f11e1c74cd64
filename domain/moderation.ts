/** What moderators and admins do to people and rooms. Every act is kept for good and tells whom it concerns and why. */

import { hasChanged } from './differences.ts';
import type { DomainEvent } from './events.ts';
import type { HostingGrant, Profile, Suspension } from './person.ts';
import { allow, type Decision, refuse } from './refusal.ts';
import { isoOf, isReached, laterOf, timeFrom } from './time.ts';
import { textFrom } from './wording.ts';

export const actKinds = [
  'report_taken',
  'report_actioned',
  'report_dismissed',
  'room_ended',
  'role_stripped',
  'account_suspended',
  'account_suspension_lifted',
  'hosting_suspended',
  'hosting_suspension_lifted',
  'hosting_granted',
  'hosting_grant_withdrawn',
] as const;
export type ActKind = (typeof actKinds)[number];

/** One act. `userId`: whom it concerns, and who reads it with its reason; nobody when a report was only taken. */
export type Act = {
  readonly id: string;
  readonly kind: ActKind;
  readonly byUserId: string;
  readonly userId?: string;
  readonly roomId?: string;
  readonly reportId?: string;
  readonly reason: string;
  /** When a suspension or a grant ends by itself. */
  readonly until?: string;
  readonly allows?: readonly string[];
  readonly at: string;
};

export const maxReasonCharacters = 1_000;
/** Stands where a call that takes no reason was given none. */
export const noReason = 'No reason was given.';

export type OwnAct = Omit<Act, 'byUserId'>;
/** What the person concerned may know: everything but who did it. */
export function ownAct({ byUserId, ...act }: Act): OwnAct {
  return act;
}

/** The reason as it is kept. */
export const reasonFrom = (text: string | undefined): Decision<string> =>
  text === undefined ? allow(noReason) : textFrom('reason', text, 1, maxReasonCharacters);

export const suspensionScopes = ['hosting', 'account'] as const;
export type SuspensionScope = (typeof suspensionScopes)[number];

type Penalty = { readonly scope: SuspensionScope; readonly reason: string; readonly until?: string | undefined };
/** The suspension asked for, if it has a reason and does not end before it begins. */
export function suspensionFrom({ reason, until }: Penalty, now: number): Decision<Suspension> {
  const said = reasonFrom(reason);
  if (!said.isAllowed || until === undefined) return said.isAllowed ? allow({ reason: said.value }) : said;
  const end = laterFrom('until', until, now);
  return end.isAllowed ? allow({ reason: said.value, until: end.value }) : end;
}

const fieldOf = { account: 'accountSuspension', hosting: 'hostingSuspension' } as const;

/** Under a suspension that replaces an earlier one of its scope; the same profile when it is in force so already. */
export function suspended(profile: Profile, scope: SuspensionScope, suspension: Suspension, now: number): Profile {
  const old = profile[fieldOf[scope]];
  const isSame = old?.reason === suspension.reason && old.until === suspension.until;
  return isSame ? profile : changed({ ...profile, [fieldOf[scope]]: suspension }, now);
}

/** The person without their suspension of that scope; the same profile when there is none. */
export function unsuspended(profile: Profile, scope: SuspensionScope, now: number): Profile {
  const { [fieldOf[scope]]: suspension, ...rest } = profile;
  return suspension === undefined ? profile : changed(rest, now);
}

/** The grant asked for, if it has a reason and an end to come. */
export function grantFrom(wish: HostingGrant, now: number): Decision<HostingGrant> {
  const reason = reasonFrom(wish.reason);
  if (!reason.isAllowed) return reason;
  const expiresAt = laterFrom('expiresAt', wish.expiresAt, now);
  if (!expiresAt.isAllowed) return expiresAt;
  const allows = (['host', 'sell'] as const).filter((what) => wish.allows.includes(what));
  return allow({ allows, reason: reason.value, expiresAt: expiresAt.value });
}

/** May host or sell whatever the counts say, until then; the same profile when it is granted so already. */
export function granted(profile: Profile, hostingGrant: HostingGrant, now: number): Profile {
  const isSame = !hasChanged(profile.hostingGrant, hostingGrant);
  return isSame ? profile : changed({ ...profile, hostingGrant }, now);
}

export function ungranted(profile: Profile, now: number): Profile {
  const { hostingGrant, ...rest } = profile;
  return hostingGrant === undefined ? profile : changed(rest, now);
}

const changed = (profile: Profile, now: number): Profile => ({
  ...profile,
  version: profile.version + 1,
  updatedAt: laterOf(profile.updatedAt, isoOf(now)),
});

function laterFrom(param: string, text: string, now: number): Decision<string> {
  const at = timeFrom(text);
  if (at === undefined) return refuse('invalid_field', { param, message: `${param} is no time in ISO 8601.` });
  return isReached(at, now) ? refuse('invalid_field', { param, message: `${param} is in the past.` }) : allow(at);
}

/** What moderators see of a person's standing after they changed it. */
export type Standing = Pick<Profile, 'userId' | 'accountSuspension' | 'hostingSuspension' | 'hostingGrant'>;
export function standingOf({ userId, accountSuspension, hostingSuspension, hostingGrant }: Profile): Standing {
  return {
    userId,
    ...(accountSuspension && { accountSuspension }),
    ...(hostingSuspension && { hostingSuspension }),
    ...(hostingGrant && { hostingGrant }),
  };
}

/** What the bus is told of an act that concerns somebody. Acts are written once and never change. */
export function actEventsOf(before: Act | undefined, after: Act | undefined): readonly DomainEvent[] {
  if (before || !after) return [];
  const { id, byUserId, ...told } = after;
  return [
    { name: 'moderation.decided', detail: { ...told, id: `evt_${id}.moderation.decided`, version: 1, actId: id } },
  ];
}
