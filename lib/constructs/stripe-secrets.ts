import { RemovalPolicy, SecretValue } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { SecretName, Touch } from '../../functions/runtime/manifest.ts';
import { type Cloud, named } from '../cloud.ts';
import { acknowledge } from './acknowledge.ts';

const descriptions: Readonly<Record<SecretName, string>> = {
  'stripe-api-key': 'The key that payments are made with: text, sk_... or rk_...',
  'stripe-signing-secrets': 'What webhooks are signed with: a JSON list of one or two secrets, whsec_...',
};

/** What stands in both until an operator put the real ones in; a change of it would overwrite those at the next deployment. */
const notSet = 'not set: see docs/runbook.md, Stripe';

const isRotatedByHand =
  'Stripe hands keys out to people only: an operator rolls them with tools/stripe-setup.ts; functions follow in 5 minutes.';

/** The two secrets of the payment service, empty: CDK cannot know them. */
export class StripeSecrets extends Construct {
  readonly secrets: Readonly<Record<SecretName, ISecret>>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.secrets = {
      'stripe-api-key': this.createSecret('stripe-api-key'),
      'stripe-signing-secrets': this.createSecret('stripe-signing-secrets'),
    };
  }

  private createSecret(name: SecretName): Secret {
    const secret = new Secret(this, name, {
      secretName: named(name),
      description: descriptions[name],
      secretStringValue: SecretValue.unsafePlainText(notSet),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(secret, 'AwsSolutions-SMG4', isRotatedByHand);
    return secret;
  }
}

/** Reading those that the touches name, each by its whole arn. */
export function secretStatements(cloud: Cloud, touches: readonly Touch[]): PolicyStatement[] {
  const names = [...new Set(touches.flatMap((touch) => ('secret' in touch ? [touch.secret] : [])))];
  if (names.length === 0) return [];
  const resources = names.map((name) => cloud.secrets[name].secretArn);
  return [new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources })];
}
