import { describe, expect, it } from 'vitest';
import {
  type Act,
  actEventsOf,
  granted,
  grantFrom,
  noReason,
  ownAct,
  reasonFrom,
  standingOf,
  suspended,
  suspensionFrom,
  suspensionScopes,
  ungranted,
  unsuspended,
} from '../../domain/moderation.ts';
import { hasGrant, isHostingSuspended, isSuspended } from '../../domain/person.ts';
import { isoOf } from '../../domain/time.ts';
import { codeOf, noon, person as somebody, granted as value } from './given.ts';

const person = somebody();
const now = noon;

const until = isoOf(now + 60_000);
const act: Act = {
  id: 'act_1',
  kind: 'room_ended',
  byUserId: '5',
  userId: '2',
  roomId: 'r',
  reason: 'Spam.',
  at: until,
};

describe('a suspension', () => {
  it.each(suspensionScopes)('of the %s is in force until its end, and gone when it is lifted', (scope) => {
    const isOut = scope === 'account' ? isSuspended : isHostingSuspended;
    const out = suspended(person, scope, { reason: 'Spam.', until }, now);
    expect([isOut(out, now), isOut(out, now + 60_000), out.version]).toEqual([true, false, person.version + 1]);
    const back = unsuspended(out, scope, now);
    expect([isOut(back, now), back.version]).toEqual([false, person.version + 2]);
  });

  it.each(suspensionScopes)('of the %s changes nothing when it stands so, nor lifting what is not there', (scope) => {
    const suspension = { reason: 'Spam.', until };
    const out = suspended(person, scope, suspension, now);
    expect(suspended(out, scope, suspension, now + 5)).toBe(out);
    expect(suspended(out, scope, { reason: 'Spam.' }, now).version).toBe(out.version + 1);
    expect(unsuspended(person, scope, now)).toBe(person);
    const other = scope === 'account' ? 'hosting' : 'account';
    expect(unsuspended(out, other, now)).toBe(out);
  });

  it.each(['', ' ', 'x'.repeat(1001), 'a\u0000'])('has a reason, and %j is none', (reason) => {
    expect(codeOf(suspensionFrom({ scope: 'hosting', reason }, now))).toBe('invalid_field');
  });

  it.each([isoOf(now), '2020-01-01T00:00:00Z', 'soon', ''])('ends later than now: not at %j', (end) => {
    expect(codeOf(suspensionFrom({ scope: 'hosting', reason: 'Spam.', until: end }, now))).toBe('invalid_field');
    expect(codeOf(grantFrom({ allows: ['host'], reason: 'Pilot.', expiresAt: end }, now))).toBe('invalid_field');
  });
});

describe('a grant', () => {
  const grant = value(grantFrom({ allows: ['sell', 'host', 'sell'], reason: 'Pilot.', expiresAt: until }, now));

  it('allows each thing once, until it is over or withdrawn', () => {
    expect(grant.allows).toEqual(['host', 'sell']);
    const able = granted(person, grant, now);
    expect([hasGrant(able, 'host', now), hasGrant(able, 'host', now + 60_000)]).toEqual([true, false]);
    expect(granted(able, grant, now)).toBe(able);
    expect(standingOf(able)).toEqual({ userId: person.userId, hostingGrant: grant });
    expect(hasGrant(ungranted(able, now), 'host', now)).toBe(false);
    expect(ungranted(person, now)).toBe(person);
  });
});

describe('an act', () => {
  it('is told to the person and to the bus without who did it', () => {
    expect(ownAct(act)).not.toHaveProperty('byUserId');
    const [event] = actEventsOf(undefined, act);
    expect(event).toMatchObject({
      name: 'moderation.decided',
      detail: { actId: 'act_1', kind: 'room_ended', userId: '2' },
    });
    expect(event?.detail).not.toHaveProperty('byUserId');
    expect(actEventsOf(act, act)).toEqual([]);
  });

  it('without a reason says so', () => {
    expect(value(reasonFrom(undefined))).toBe(noReason);
    expect(codeOf(reasonFrom(''))).toBe('invalid_field');
  });
});
