import { named } from '../../lib/cloud.ts';

const signing = named('stripe-signing-secrets');

const putting = (secret: string, text: string): string =>
  `aws secretsmanager put-secret-value --secret-id ${secret} --secret-string ${text}`;

/** What is stored now, with a change made to it by jq. */
const changed = (filter: string): string =>
  `"$(aws secretsmanager get-secret-value --secret-id ${signing} --query SecretString --output text | jq -c '${filter}')"`;

/** Stores the key itself; the shell asks for it, so that it stands in no history. */
export const storeKey = (): string => `read -rs KEY && ${putting(named('stripe-api-key'), '"$KEY"')}`;

export const storeSecret = (secret: string): string => putting(signing, `'${JSON.stringify([secret])}'`);

/** Both secrets are good until the older is taken out. */
export const addSecret = (secret: string): string => putting(signing, changed(`["${secret}"] + .[:1]`));

export const keepNewestSecret = (): string => putting(signing, changed('.[:1]'));
