import { describe, expect, it } from 'vitest';
import { hostingVerdict, mayHost, maySell, sellingVerdict, verdictVersion } from '../../domain/eligibility.ts';
import type { Profile } from '../../domain/person.ts';
import { type Policy, policyOf } from '../../domain/policy.ts';
import { at, codeOf, later, noon, person, policy } from './given.ts';

const judge = (changes: Partial<Profile>, rules: Policy = policy, now = noon) =>
  hostingVerdict({ profile: person(changes), now, policy: rules });
const host = (changes: Partial<Profile>, rules: Policy = policy, now = noon) =>
  codeOf(mayHost(judge(changes, rules, now)));
const facts = (count: number, asOf = at(0)) => ({ followerFacts: { count, asOf, source: 'app' } });
const days = (count: number): number => count * 86_400;

describe('hosting', () => {
  it('needs 600 followers: 599 are one too few, and the refusal says so', () => {
    expect(mayHost(judge({ followerCount: 599 }))).toMatchObject({
      refusal: { kind: 'forbidden', code: 'not_eligible_to_host', facts: { rule: 'followers', need: 600, have: 599 } },
    });
    expect(host({ followerCount: 600 })).toBeUndefined();
  });

  it.each([
    ['2021-05', 599, 'not_eligible_to_host'],
    ['2021-05', 600, undefined],
    ['2021-08', 599, 'not_eligible_to_host'],
    ['2021-08', 600, undefined],
    ['2022-10', 0, undefined],
  ] as const)('under %s with %d followers: %s', (preset, followerCount, code) => {
    expect(host({ followerCount }, policyOf(preset))).toBe(code);
  });

  it('whoever has a pushed fact is judged by it alone, in both directions', () => {
    expect(host({ followerCount: 10_000, ...facts(599) })).toBe('not_eligible_to_host');
    expect(host({ followerCount: 0, ...facts(600) })).toBeUndefined();
  });

  it('facts older than 7 days fail closed, even with followers enough in the own graph', () => {
    expect(host(facts(600), policy, later(days(7)))).toBeUndefined();
    const verdict = judge({ followerCount: 5_000, ...facts(600) }, policy, later(days(8)));
    expect(mayHost(verdict)).toMatchObject({
      refusal: { code: 'not_eligible_to_host', facts: { rule: 'facts_fresh', need: 7, have: 8 } },
    });
    expect(host(facts(600), policy, later(days(7)) + 1)).toBe('not_eligible_to_host');
  });

  it('stale facts do not matter where no followers are needed', () => {
    expect(host(facts(0), policyOf('2022-10'), later(days(30)))).toBeUndefined();
  });

  it('is not for protected or suspended accounts, however many follow', () => {
    const many = { followerCount: 1_000_000 };
    expect(host({ ...many, isProtected: true })).toBe('protected_account');
    expect(host({ ...many, accountFacts: { isSuspended: true, asOf: at(0) } })).toBe('account_suspended');
    expect(host({ ...many, accountSuspension: { reason: 'abuse' } })).toBe('account_suspended');
    expect(host({ ...many, hostingSuspension: { reason: 'spam' } })).toBe('hosting_suspended');
    expect(host({ isProtected: true, accountSuspension: { reason: 'abuse' } })).toBe('account_suspended');
  });

  it('a suspension ends by itself at its time', () => {
    const suspended = { followerCount: 600, hostingSuspension: { reason: 'spam', until: at(100) } };
    expect(host(suspended, policy, later(100) - 1)).toBe('hosting_suspended');
    expect(host(suspended, policy, later(100))).toBeUndefined();
  });

  it('a grant lets a person host whatever the counts say, until it expires', () => {
    const hostingGrant = { allows: ['host'] as const, reason: 'pilot', expiresAt: at(100) };
    expect(host({ hostingGrant }, policy, later(99))).toBeUndefined();
    expect(host({ hostingGrant }, policy, later(100))).toBe('not_eligible_to_host');
    expect(host({ hostingGrant, ...facts(1, at(-days(30))) })).toBeUndefined();
    expect(host({ hostingGrant: { ...hostingGrant, allows: ['sell'] } })).toBe('not_eligible_to_host');
    expect(host({ hostingGrant, isProtected: true })).toBe('protected_account');
    const waived = judge({ hostingGrant }).rules.find(({ rule }) => rule === 'followers');
    expect(waived).toEqual({ rule: 'followers', need: 600, have: 0, hasPassed: true, isWaived: true });
  });

  it('in a closed pilot only people with a grant host', () => {
    const pilot = { ...policy, isHostingByListOnly: true };
    const hostingGrant = { allows: ['host'] as const, reason: 'pilot', expiresAt: at(100) };
    expect(mayHost(judge({ followerCount: 5_000 }, pilot))).toMatchObject({
      refusal: { facts: { rule: 'listed', need: true, have: false } },
    });
    expect(host({ hostingGrant }, pilot)).toBeUndefined();
  });

  it('explains itself rule by rule', () => {
    expect(judge({ followerCount: 599 })).toEqual({
      isEligible: false,
      preset: '2021-05',
      version: verdictVersion,
      computedAt: at(0),
      rules: [
        { rule: 'not_suspended', need: true, have: true, hasPassed: true },
        { rule: 'hosting_not_suspended', need: true, have: true, hasPassed: true },
        { rule: 'not_protected', need: true, have: true, hasPassed: true },
        { rule: 'followers', need: 600, have: 599, hasPassed: false },
      ],
    });
  });
});

describe('selling tickets', () => {
  const seller: Partial<Profile> = {
    followerCount: 1_000,
    birthDate: '2008-11-21',
    accountFacts: { hostedRooms30d: 3, isEmailVerified: true, asOf: at(0) },
  };
  const sell = (changes: Partial<Profile>, arePayoutsEnabled = true) =>
    maySell(sellingVerdict({ profile: person({ ...seller, ...changes }), now: noon, policy, arePayoutsEnabled }));

  it('needs 1 000 followers, 3 hosted rooms, 18 years, a verified e-mail and payouts', () => {
    expect(codeOf(sell({}))).toBeUndefined();
    const failing: [Partial<Profile>, string][] = [
      [{ followerCount: 999 }, 'followers'],
      [{ accountFacts: { ...seller.accountFacts, hostedRooms30d: 2, asOf: at(0) } }, 'hosted_rooms'],
      [{ birthDate: '2008-11-22' }, 'age'],
      [{ birthDate: undefined }, 'age'],
      [{ accountFacts: { ...seller.accountFacts, isEmailVerified: false, asOf: at(0) } }, 'email_verified'],
    ];
    for (const [changes, rule] of failing) {
      expect(sell(changes), rule).toMatchObject({ refusal: { code: 'not_eligible_to_sell', facts: { rule } } });
    }
    expect(sell({}, false)).toMatchObject({ refusal: { facts: { rule: 'payouts_enabled' } } });
    expect(codeOf(sell({ accountSuspension: { reason: 'abuse' } }))).toBe('account_suspended');
  });

  it('the e-mail is verified by the app’s word, or without one by the token', () => {
    const accountFacts = { hostedRooms30d: 3, asOf: at(0) };
    expect(codeOf(sell({ accountFacts, isEmailVerified: true }))).toBeUndefined();
    expect(codeOf(sell({ accountFacts, isEmailVerified: false }))).toBe('not_eligible_to_sell');
    expect(codeOf(sell({ isEmailVerified: false }))).toBeUndefined();
  });

  it('a grant makes up for counts, not for age, e-mail or payouts', () => {
    const hostingGrant = { allows: ['sell'] as const, reason: 'pilot', expiresAt: at(100) };
    const counts = { followerCount: 0, accountFacts: { isEmailVerified: true, asOf: at(0) }, hostingGrant };
    expect(codeOf(sell(counts))).toBeUndefined();
    expect(codeOf(sell({ ...counts, birthDate: '2020-01-01' }))).toBe('not_eligible_to_sell');
  });
});
