import { describe, expect, test } from 'vitest';
import { units } from '../../functions/manifest.ts';
import { fixtureUnits } from './fixture.ts';
import { resourcesOf, roleStatements, templatesOf } from './synthesis.ts';

/** Who may read which secret, as the design says it; the manifest is not asked. */
const readersOf = {
  stripeapikey: ['payoutaccount', 'stripeworker'],
  stripesigningsecrets: ['stripereceiver'],
};

const grants = roleStatements(templatesOf(units)).filter(({ actions }) =>
  actions.some((action) => action.startsWith('secretsmanager:') || action.startsWith('kms:')),
);
const unitOf = (policy: string) => /^[a-z]+/.exec(policy)?.[0];

describe('the secrets of payments', () => {
  test.each(Object.entries(readersOf))('%s is read by the units that need it and by nobody else', (secret, readers) => {
    const reading = grants.filter(({ Resource }) => JSON.stringify(Resource).includes(secret));
    expect(reading.map(({ policy }) => unitOf(policy)).sort()).toEqual(readers);
  });

  test('are read, never written, and each grant is of one whole arn', () => {
    expect(grants).toHaveLength(Object.values(readersOf).flat().length);
    for (const { actions, Resource } of grants) {
      expect(actions).toEqual(['secretsmanager:GetSecretValue']);
      expect(Resource).toEqual({ 'Fn::ImportValue': expect.stringMatching(/^RostrumData:ExportsOutputRefStripe\w+$/) });
    }
  });

  test('are found by their arn in the environment of those units, and in no other', () => {
    const finding = resourcesOf(templatesOf(units), 'AWS::Lambda::Function').flatMap(({ properties }) => {
      const text = JSON.stringify(properties['Environment']);
      const names = [...text.matchAll(/"(\w+_SECRET)":\{"Fn::ImportValue":"(\w+:\w+)"\}/g)].map(([, name]) => name);
      return names.map((name) => `${String(properties['FunctionName'])} ${name}`);
    });
    expect(finding.sort()).toEqual([
      'rostrum-payout-account STRIPE_API_KEY_SECRET',
      'rostrum-stripe-receiver STRIPE_SIGNING_SECRETS_SECRET',
      'rostrum-stripe-worker STRIPE_API_KEY_SECRET',
    ]);
  });

  test('stay in the account when a stack goes, and begin with nothing anybody could pay with', () => {
    const templates = templatesOf(units);
    const secrets = Object.values(templates.data.findResources('AWS::SecretsManager::Secret'));
    expect(secrets.map(({ Properties }) => Properties.Name).sort()).toEqual([
      'rostrum-stripe-api-key',
      'rostrum-stripe-signing-secrets',
    ]);
    for (const { Properties, ...policies } of secrets) {
      expect(Properties.SecretString).toMatch(/^not set/);
      expect(policies).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
    const text = JSON.stringify(templates);
    expect(text).not.toMatch(/\b(sk|rk|whsec)_\w{4,}/);
    expect(text).not.toContain('{{resolve:secretsmanager:RostrumDataStripe');
  });

  test('are granted to whatever unit touches them, as here to a sweep', () => {
    const mine = roleStatements(templatesOf(fixtureUnits)).filter(({ actions }) =>
      actions.includes('secretsmanager:GetSecretValue'),
    );
    expect(mine.map(({ policy }) => unitOf(policy))).toEqual(['sweep']);
  });
});
