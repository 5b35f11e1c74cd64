import { Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Mfa, OAuthScope, type OAuthSettings, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Config } from '../../domain/policy.ts';
import type { SignIn } from '../cloud.ts';
import { acknowledge } from './acknowledge.ts';

/** The roles of interfaces.md, as groups of the pool: they arrive in `cognito:groups`. */
const staffGroups = ['moderator', 'admin'] as const;

const reasons = {
  plan: 'The plus plan is paid per person; operators who want threat protection switch the plan on.',
  mfa: 'A second factor is offered, not demanded: most people only listen.',
};

/** A user pool with sign-up, or any OpenID Connect issuer named in the config. */
export class SignInProvider extends Construct implements SignIn {
  readonly issuer: string;
  readonly audience: readonly string[];

  constructor(scope: Construct, id: string, props: { readonly config: Config }) {
    super(scope, id);
    const { identity, allowedOrigins } = props.config;
    if (identity.kind === 'oidc') {
      this.issuer = identity.issuer;
      this.audience = identity.audience;
      return;
    }
    const pool = this.createPool();
    this.issuer = pool.userPoolProviderUrl;
    this.audience = [this.createClient(pool, allowedOrigins).userPoolClientId];
  }

  private createPool(): UserPool {
    const pool = new UserPool(this, 'Pool', {
      userPoolName: 'rostrum',
      selfSignUpEnabled: true,
      signInAliases: { email: true, preferredUsername: true, username: true },
      autoVerify: { email: true },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const groupName of staffGroups) pool.addGroup(groupName, { groupName });
    // Domain prefixes are unique in a region over all accounts: the account's number makes ours so.
    const domainPrefix = Fn.join('-', ['rostrum', Stack.of(this).account]);
    pool.addDomain('Domain', { cognitoDomain: { domainPrefix } });
    acknowledge(pool, 'AwsSolutions-COG8', reasons.plan);
    acknowledge(pool, 'AwsSolutions-COG2', reasons.mfa);
    return pool;
  }

  private createClient(pool: UserPool, origins: readonly string[]): UserPoolClient {
    const pages = origins.map((origin) => `${origin}/`);
    return pool.addClient('Web', {
      userPoolClientName: 'rostrum-web',
      generateSecret: false,
      preventUserExistenceErrors: true,
      accessTokenValidity: Duration.hours(1),
      ...(pages.length > 0 ? { oAuth: codeFlowTo(pages) } : { disableOAuth: true }),
    });
  }
}

/** Sign-in on the pool's own pages, back to ours with a code. */
const codeFlowTo = (pages: string[]): OAuthSettings => ({
  flows: { authorizationCodeGrant: true },
  scopes: [OAuthScope.OPENID, OAuthScope.PROFILE, OAuthScope.EMAIL],
  callbackUrls: pages,
  logoutUrls: pages,
});
