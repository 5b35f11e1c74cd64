import { describe, expect, it } from 'vitest';
import { policyOf, readConfig, readPolicy } from '../../domain/policy.ts';
import { presetNames } from '../../domain/presets.ts';
import { granted } from './given.ts';

/** The table of the product's description, typed again: a number changed by accident shows here. */
const table: Record<string, readonly unknown[]> = {
  followersToHost: [600, 600, 0],
  countedFollowers: ['all', 'all', 'all'],
  factsStaleAfterSeconds: [604_800, 604_800, 604_800],
  isHostingByListOnly: [false, false, false],
  longestRoomSeconds: [43_200, 43_200, 43_200],
  maxCohosts: [2, 2, 2],
  maxMicrophones: [11, 13, 13],
  scheduleAheadDays: [14, 14, 30],
  maxScheduledRooms: [1, 1, 10],
  maxTitleCharacters: [70, 70, 70],
  maxTopics: [3, 3, 3],
  hostReminderMinutesBefore: [30, 30, 30],
  isHostRemindedAtStart: [true, true, true],
  isAudienceRemindedAtStart: [true, true, true],
  hostGraceSeconds: [600, 600, 600],
  noShowSeconds: [3_600, 3_600, 3_600],
  newGuestsPerAddressAndMinute: [30, 30, 30],
  listensPerGuestAndMinute: [30, 30, 30],
  ticketCurrency: ['usd', 'usd', 'usd'],
  minTicketPrice: [100, 100, 100],
  maxTicketPrice: [99_900, 99_900, 99_900],
  minTickets: [1, 1, 1],
  maxTickets: [10_000, 10_000, 10_000],
  maxRoomSales: [25_000_000, 25_000_000, 25_000_000],
  maxHostSalesPerDay: [50_000_000, 50_000_000, 50_000_000],
  followersToSell: [1_000, 1_000, 1_000],
  hostedRoomsToSell: [3, 3, 3],
  ageYearsToSell: [18, 18, 18],
  isVerifiedEmailNeededToSell: [true, true, true],
  arePayoutsNeededToSell: [true, true, true],
  payoutCountry: ['us', 'us', 'us'],
  creatorSharePercent: [97, 97, 97],
  fullShareUpTo: [5_000_000, 5_000_000, 5_000_000],
  laterCreatorSharePercent: [80, 80, 80],
  paymentFeeBasisPoints: [290, 290, 290],
  paymentFeeFixed: [30, 30, 30],
  checkoutMinutes: [35, 35, 35],
  waitForCheckoutSeconds: [900, 900, 900],
  offerMinutes: [120, 120, 120],
  payoutDelayDays: [7, 7, 7],
  recordingKeptDays: [30, 30, 30],
  clipSeconds: [30, 30, 30],
};

describe('policy', () => {
  it('has every number of every preset', () => {
    for (const [column, preset] of presetNames.entries()) {
      const expected = Object.fromEntries(Object.entries(table).map(([field, values]) => [field, values[column]]));
      expect(policyOf(preset)).toEqual({ preset, ...expected });
    }
  });

  it('is 2021-05 unless chosen, with overrides on top', () => {
    expect(granted(readPolicy(undefined))).toEqual(policyOf('2021-05'));
    const chosen = granted(readPolicy({ preset: '2022-10', overrides: { followersToHost: 5 } }));
    expect(chosen).toEqual({ ...policyOf('2022-10'), followersToHost: 5 });
  });

  it.each([
    [{ preset: '2020-01' }, 'policy.preset'],
    [{ overides: {} }, 'policy.overides'],
    [{ overrides: [] }, 'policy.overrides'],
    [{ overrides: { followersToHost: '600' } }, 'policy.overrides.followersToHost'],
    [{ overrides: { followersToHost: 1.5 } }, 'policy.overrides.followersToHost'],
    [{ overrides: { followers: 600 } }, 'policy.overrides.followers'],
    [{ overrides: { preset: '2021-08' } }, 'policy.overrides.preset'],
    [{ overrides: { hostGraceSeconds: 901 } }, 'policy.overrides.hostGraceSeconds'],
    [{ overrides: { isHostingByListOnly: 1 } }, 'policy.overrides.isHostingByListOnly'],
    [{ overrides: { maxCohosts: 2, maxMicrophones: 2 } }, 'policy.overrides.maxCohosts'],
    [{ overrides: { minTicketPrice: 500, maxTicketPrice: 499 } }, 'policy.overrides.minTicketPrice'],
    [{ overrides: { minTickets: 5, maxTickets: 4 } }, 'policy.overrides.minTickets'],
    ['2021-05', 'policy'],
  ])('refuses %j and names %s', (value, param) => {
    expect(readPolicy(value)).toMatchObject({ refusal: { code: 'invalid_field', param } });
  });

  it('allows one price and one number of tickets only', () => {
    const overrides = { minTicketPrice: 500, maxTicketPrice: 500, minTickets: 5, maxTickets: 5 };
    expect(granted(readPolicy({ overrides }))).toMatchObject(overrides);
  });

  it('allows the longest grace there can be, 15 minutes', () => {
    expect(granted(readPolicy({ overrides: { hostGraceSeconds: 900 } })).hostGraceSeconds).toBe(900);
  });

  it('refuses to count credible followers as long as that is not built', () => {
    expect(readPolicy({ overrides: { countedFollowers: 'credible' } })).toMatchObject({
      refusal: { code: 'not_available_yet' },
    });
  });
});

describe('config', () => {
  it('has a default for everything', () => {
    const config = granted(readConfig({}));
    expect(config).toMatchObject({
      identity: { kind: 'cognito' },
      mediaRegion: 'us-east-1',
      replicaBudget: 4,
      allowedOrigins: [],
      lanes: {},
      stripe: { mode: 'test' },
    });
    expect(config.policy).toEqual(policyOf('2021-05'));
    expect(config.reactions.join(' ')).toBe('💯 ✋ ✊ ✌️ 👋 😂 ❤️ 👏');
    expect(config.topics.length).toBeGreaterThan(0);
  });

  it('reads every field', () => {
    const file = {
      policy: { preset: '2021-08', overrides: { maxTopics: 5 } },
      identity: { kind: 'oidc', issuer: 'https://id.example/', audience: ['app'] },
      allowedOrigins: ['https://app.example', 'http://localhost:5173'],
      mediaRegion: 'eu-central-1',
      replicaBudget: 40,
      lanes: { join: { ratePerSecond: 500, burst: 1_000, reservedConcurrency: 100 } },
      stripe: { mode: 'live' },
      domain: 'rooms.example.com',
      topics: [{ id: 'jazz', name: 'Jazz', description: 'Swing and after' }],
      reactions: ['👏'],
      blockedWords: ['swindle'],
    };
    const { policy, ...others } = granted(readConfig(file));
    const { policy: _, ...written } = file;
    expect(others).toEqual(written);
    expect(policy).toMatchObject({ preset: '2021-08', maxMicrophones: 13, maxTopics: 5 });
  });

  it.each([
    [[], 'the file'],
    [{ polcy: {} }, 'polcy'],
    [{ policy: { overrides: { maxTopics: -1 } } }, 'policy.overrides.maxTopics'],
    [{ identity: { kind: 'saml' } }, 'identity.kind'],
    [{ identity: 'cognito' }, 'identity'],
    [{ identity: { kind: 'cognito', issuer: 'https://id.example' } }, 'identity.issuer'],
    [{ identity: { kind: 'oidc', audience: ['app'] } }, 'identity.issuer'],
    [{ identity: { kind: 'oidc', issuer: 'http://id.example', audience: ['app'] } }, 'identity.issuer'],
    [{ identity: { kind: 'oidc', issuer: 'https://id.example', audience: [] } }, 'identity.audience'],
    [{ allowedOrigins: ['https://app.example/path'] }, 'allowedOrigins[0]'],
    [{ allowedOrigins: ['*'] }, 'allowedOrigins[0]'],
    [{ mediaRegion: 'Frankfurt' }, 'mediaRegion'],
    [{ replicaBudget: 41 }, 'replicaBudget'],
    [{ replicaBudget: 0 }, 'replicaBudget'],
    [{ lanes: { fast: { ratePerSecond: 1, burst: 1 } } }, 'lanes.fast'],
    [{ lanes: { join: { ratePerSecond: 1 } } }, 'lanes.join.burst'],
    [{ stripe: { mode: 'sandbox' } }, 'stripe.mode'],
    [{ stripe: { key: 'sk_test_1' } }, 'stripe.key'],
    [{ domain: 'https://x.example' }, 'domain'],
    [{ reactions: [] }, 'reactions'],
    [{ reactions: ['👏', '👏'] }, 'reactions'],
    [{ topics: [{ id: 'Jazz', name: 'Jazz' }] }, 'topics[0].id'],
  ])('refuses %j and names %s', (file, param) => {
    expect(readConfig(file)).toMatchObject({ refusal: { kind: 'invalid', param } });
  });
});
