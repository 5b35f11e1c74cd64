import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  handleCandidates,
  isSameAccount,
  newProfile,
  updateProfile,
  withAccountFacts,
  withFollowerFacts,
} from '../../domain/account.ts';
import { follow, maySeeGraph } from '../../domain/follow.ts';
import { isHandle } from '../../domain/ids.ts';
import { mayAct, ownProfile, publicProfile } from '../../domain/person.ts';
import { at, codeOf, granted, later, noon, person } from './given.ts';

const claims = { issuer: 'https://issuer.example', sub: '1' };

describe('a person seen for the first time', () => {
  it('has the name of the token, or else the handle', () => {
    expect(newProfile('1', { ...claims, name: 'Ada', isEmailVerified: true }, 'ada', noon)).toEqual(
      person({ followerCount: 0 }),
    );
    expect(newProfile('1', { ...claims, name: 'a\u0000' }, 'ada', noon).name).toBe('ada');
    expect(newProfile('1', claims, 'ada', noon)).toMatchObject({ name: 'ada', isEmailVerified: false });
  });

  it('has a handle to try, whatever the token prefers', () => {
    expect(handleCandidates('ada.lovelace', '12345678')[0]).toBe('adalovelace');
    expect(handleCandidates(undefined, '12345678')[0]).toBe('_45678');
    fc.assert(
      fc.property(fc.string(), fc.bigInt(0n, 2n ** 63n - 1n), (wish, id) => {
        const candidates = handleCandidates(wish, id.toString());
        expect(candidates.length).toBeGreaterThan(1);
        expect(candidates.every(isHandle)).toBe(true);
      }),
    );
  });

  it('another sign-in account with the same id is refused, not merged', () => {
    expect(codeOf(isSameAccount(person(), claims))).toBeUndefined();
    expect(codeOf(isSameAccount(person(), { ...claims, issuer: 'https://other.example' }))).toBe('unauthenticated');
    expect(codeOf(isSameAccount(person(), { ...claims, sub: '2' }))).toBe('unauthenticated');
  });
});

describe('what is shown', () => {
  it('others do not see birth date, listening and suspension', () => {
    const profile = person({ birthDate: '2000-01-01', accountSuspension: { reason: 'abuse' } });
    expect(Object.keys(publicProfile(profile)).sort()).toEqual(
      ['avatarUrl', 'bio', 'followerCount', 'followingCount', 'handle', 'id', 'isProtected', 'name'].sort(),
    );
    expect(ownProfile(profile, noon)).toMatchObject({
      birthDate: '2000-01-01',
      isListeningShared: false,
      isSuspended: true,
    });
    expect(ownProfile(person(), noon)).not.toHaveProperty('birthDate');
  });

  it('the follower count is the pushed one where there is one', () => {
    expect(
      publicProfile(person({ followerCount: 3, followerFacts: { count: 700, asOf: at(0), source: 'app' } }))
        .followerCount,
    ).toBe(700);
  });

  it('a suspended person does nothing', () => {
    expect(codeOf(mayAct(person(), noon))).toBeUndefined();
    expect(codeOf(mayAct(person({ accountSuspension: { reason: 'abuse', until: at(10) } }), later(9)))).toBe(
      'account_suspended',
    );
  });
});

describe('editing the own profile', () => {
  it('stores text composed and answers only what differs', () => {
    const { next, changes } = granted(
      updateProfile(person(), { name: 'Ade\u0301', bio: '', isProtected: true }, later(5)),
    );
    expect(changes).toEqual({ name: 'Adé', isProtected: true });
    expect(next).toMatchObject({ name: 'Adé', isProtected: true, version: 2, updatedAt: at(5) });
    const profile = person();
    expect(granted(updateProfile(profile, { name: 'Ada', handle: undefined }, noon))).toEqual({
      next: profile,
      changes: {},
    });
  });

  it.each([
    [{ handle: 'a-b' }, 'invalid_field', 'handle'],
    [{ handle: 'a'.repeat(16) }, 'invalid_field', 'handle'],
    [{ name: '' }, 'invalid_field', 'name'],
    [{ name: 'a'.repeat(51) }, 'invalid_field', 'name'],
    [{ bio: 'a'.repeat(161) }, 'invalid_field', 'bio'],
    [{ bio: '\u0007' }, 'invalid_field', 'bio'],
    [{ avatarUrl: 'http://x.example/a.png' }, 'invalid_field', 'avatarUrl'],
    [{ avatarUrl: 'javascript:alert(1)' }, 'invalid_field', 'avatarUrl'],
    [{ birthDate: '2027-01-01' }, 'invalid_field', 'birthDate'],
    [{ birthDate: '1850-01-01' }, 'invalid_field', 'birthDate'],
    [{ birthDate: '2000-02-30' }, 'invalid_field', 'birthDate'],
  ])('%j is refused with %s naming %s', (patch, code, param) => {
    expect(updateProfile(person(), patch, noon)).toMatchObject({ refusal: { code, param } });
  });

  it('a picture is an https address, or none', () => {
    const { next } = granted(updateProfile(person(), { avatarUrl: 'https://x.example/a.png' }, noon));
    expect(next.avatarUrl).toBe('https://x.example/a.png');
    expect(granted(updateProfile(next, { avatarUrl: '' }, noon)).next.avatarUrl).toBe('');
    const long = `https://x.example/${'a'.repeat(2_048)}`;
    expect(codeOf(updateProfile(person(), { avatarUrl: long }, noon))).toBe('invalid_field');
  });

  it('the birth date is set once', () => {
    const profile = granted(updateProfile(person(), { birthDate: '2000-01-01' }, noon)).next;
    expect(codeOf(updateProfile(profile, { birthDate: '2000-01-01' }, noon))).toBeUndefined();
    expect(codeOf(updateProfile(profile, { birthDate: '1990-01-01' }, noon))).toBe('already_decided');
    const told = person({ accountFacts: { birthDate: '2000-01-01', asOf: at(0) } });
    expect(codeOf(updateProfile(told, { birthDate: '1990-01-01' }, noon))).toBe('already_decided');
  });
});

describe('facts from outside', () => {
  const facts = (asOf: string, count = 600) => ({ count, asOf, source: 'app' });

  it('newer ones replace older ones, never the other way round', () => {
    const profile = granted(withFollowerFacts(person(), facts(at(10)), later(20)));
    expect(profile).toMatchObject({ followerFacts: facts(at(10)), version: 2 });
    expect(codeOf(withFollowerFacts(profile, facts(at(9)), later(20)))).toBe('version_conflict');
    expect(granted(withFollowerFacts(profile, facts(at(10), 5), later(20))).followerFacts?.count).toBe(5);
  });

  it('from the future are refused, since they would never go stale', () => {
    expect(codeOf(withFollowerFacts(person(), facts(at(300)), noon))).toBeUndefined();
    expect(codeOf(withFollowerFacts(person(), facts(at(301)), noon))).toBe('invalid_field');
    expect(codeOf(withFollowerFacts(person(), facts('whenever'), noon))).toBe('invalid_field');
  });

  it('about the account add to what is known', () => {
    const first = granted(withAccountFacts(person(), { isEmailVerified: true, asOf: at(1) }, later(20)));
    const second = granted(withAccountFacts(first, { isSuspended: true, asOf: at(2) }, later(20)));
    expect(second.accountFacts).toEqual({ isEmailVerified: true, isSuspended: true, asOf: at(2) });
    expect(codeOf(withAccountFacts(second, { isSuspended: false, asOf: at(1) }, later(20)))).toBe('version_conflict');
  });
});

describe('following', () => {
  const open = { isBlocked: false, isFollowing: false };
  it('an open account is followed at once, a protected one by request', () => {
    expect(granted(follow('2', person(), open))).toBe('following');
    expect(granted(follow('2', person({ isProtected: true }), open))).toBe('requested');
    expect(granted(follow('2', person({ isProtected: true }), { ...open, isFollowing: true }))).toBe('following');
  });

  it('nobody follows themselves, and a block looks like absence', () => {
    expect(codeOf(follow('1', person(), open))).toBe('invalid_field');
    expect(codeOf(follow('2', person(), { ...open, isBlocked: true }))).toBe('user_not_found');
  });

  it('the lists of a protected account are for its followers and itself', () => {
    const hidden = person({ isProtected: true });
    expect(
      [
        maySeeGraph('2', hidden, false),
        maySeeGraph('2', hidden, true),
        maySeeGraph('1', hidden, false),
        maySeeGraph('2', person(), false),
      ].map(codeOf),
    ).toEqual(['protected_account', undefined, undefined, undefined]);
  });
});
