/** Who may host and who may sell tickets, as a verdict that explains itself rule by rule. */

import { birthDateOf, followersOf, hasGrant, isHostingSuspended, isSuspended, type Profile } from './person.ts';
import type { Policy } from './policy.ts';
import type { PresetName } from './presets.ts';
import { allow, type Decision, refuse } from './refusal.ts';
import { ageYears, daySeconds, isoOf, millisecondsOf } from './time.ts';

/** Rises when rules are added, dropped or mean something else. */
export const verdictVersion = 1;

export type RuleName =
  | 'not_suspended'
  | 'hosting_not_suspended'
  | 'not_protected'
  | 'listed'
  | 'facts_fresh'
  | 'followers'
  | 'hosted_rooms'
  | 'age'
  | 'email_verified'
  | 'payouts_enabled';

/** `need` and `have` are numbers where the rule counts (people, days, rooms, years), else yes or no. */
export type RuleResult = {
  readonly rule: RuleName;
  readonly need: number | boolean;
  readonly have: number | boolean;
  readonly hasPassed: boolean;
  /** Passed only because an operator's grant says that counts do not matter. */
  readonly isWaived?: true;
};
export type Verdict = {
  readonly isEligible: boolean;
  readonly preset: PresetName;
  readonly version: number;
  readonly computedAt: string;
  readonly rules: readonly RuleResult[];
};

type Case = { readonly profile: Profile; readonly now: number; readonly policy: Policy };

/** Whether the person may create and start rooms now. Both check it: followers may be lost between. */
export function hostingVerdict({ profile, now, policy }: Case): Verdict {
  const isGranted = hasGrant(profile, 'host', now);
  const rules = [
    holds('not_suspended', !isSuspended(profile, now)),
    holds('hosting_not_suspended', !isHostingSuspended(profile, now)),
    holds('not_protected', !profile.isProtected),
    ...(policy.isHostingByListOnly ? [holds('listed', isGranted)] : []),
    ...followerRules({ profile, now, policy }, policy.followersToHost, isGranted),
  ];
  return verdictOf(rules, policy, now);
}

/** Whether the person may put tickets on sale; `arePayoutsEnabled` is what the payment service says. */
export function sellingVerdict({
  profile,
  now,
  policy,
  arePayoutsEnabled,
}: Case & { readonly arePayoutsEnabled: boolean }): Verdict {
  const isGranted = hasGrant(profile, 'sell', now);
  const birthDate = birthDateOf(profile);
  const hosted = atLeast('hosted_rooms', policy.hostedRoomsToSell, profile.accountFacts?.hostedRooms30d ?? 0);
  const isEmailVerified = profile.accountFacts?.isEmailVerified ?? profile.isEmailVerified;
  const rules = [
    holds('not_suspended', !isSuspended(profile, now)),
    ...followerRules({ profile, now, policy }, policy.followersToSell, isGranted),
    isGranted ? waived(hosted) : hosted,
    atLeast('age', policy.ageYearsToSell, birthDate === undefined ? 0 : ageYears(birthDate, now)),
    ...(policy.isVerifiedEmailNeededToSell ? [holds('email_verified', isEmailVerified)] : []),
    ...(policy.arePayoutsNeededToSell ? [holds('payouts_enabled', arePayoutsEnabled)] : []),
  ];
  return verdictOf(rules, policy, now);
}

/** Yes, or the refusal for the gravest rule that failed; counting rules say what is needed and what there is. */
export function mayHost(verdict: Verdict): Decision {
  const failed = verdict.rules.find((result) => !result.hasPassed);
  if (!failed) return allow();
  if (failed.rule === 'not_suspended') return refuse('account_suspended');
  if (failed.rule === 'hosting_not_suspended') return refuse('hosting_suspended');
  if (failed.rule === 'not_protected') return refuse('protected_account');
  return refuse('not_eligible_to_host', { facts: { rule: failed.rule, need: failed.need, have: failed.have } });
}

export function maySell(verdict: Verdict): Decision {
  const failed = verdict.rules.find((result) => !result.hasPassed);
  if (!failed) return allow();
  if (failed.rule === 'not_suspended') return refuse('account_suspended');
  return refuse('not_eligible_to_sell', { facts: { rule: failed.rule, need: failed.need, have: failed.have } });
}

/** Pushed facts alone judge whoever has them, and stale ones judge against; where no followers are needed neither matters. */
function followerRules({ profile, now, policy }: Case, need: number, isGranted: boolean): readonly RuleResult[] {
  const facts = profile.followerFacts;
  const counted = atLeast('followers', need, followersOf(profile));
  const results = facts && need > 0 ? [freshness(facts.asOf, now, policy), counted] : [counted];
  return isGranted ? results.map(waived) : results;
}

/** Days, to the hundredth, so that the answer can be understood; the comparison is exact. */
function freshness(asOf: string, now: number, policy: Policy): RuleResult {
  const ageSeconds = Math.max(0, (now - millisecondsOf(asOf)) / 1000);
  const inDays = (seconds: number): number => Math.round((seconds / daySeconds) * 100) / 100;
  return {
    rule: 'facts_fresh',
    need: inDays(policy.factsStaleAfterSeconds),
    have: inDays(ageSeconds),
    hasPassed: ageSeconds <= policy.factsStaleAfterSeconds,
  };
}

function atLeast(rule: RuleName, need: number, have: number): RuleResult {
  return { rule, need, have, hasPassed: have >= need };
}

function holds(rule: RuleName, have: boolean): RuleResult {
  return { rule, need: true, have, hasPassed: have };
}

function waived(result: RuleResult): RuleResult {
  return result.hasPassed ? result : { ...result, hasPassed: true, isWaived: true };
}

function verdictOf(rules: readonly RuleResult[], policy: Policy, now: number): Verdict {
  const isEligible = rules.every((result) => result.hasPassed);
  return { isEligible, preset: policy.preset, version: verdictVersion, computedAt: isoOf(now), rules };
}
