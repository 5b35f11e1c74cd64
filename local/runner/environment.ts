import { createHash } from 'node:crypto';
import type { FunctionModel } from '../model.ts';
import { stripeSecrets } from '../stripe/keys.ts';

export type EnvironmentOptions = {
  readonly region: string;
  readonly wireOrigin: string;
  /** Where the payment service's stand-in answers. */
  readonly stripeUrl?: string | undefined;
};

/** The key id a function signs with: 20 characters, the same from start to start. */
export const keyIdOf = (functionArn: string): string =>
  `AKIA${createHash('sha256').update(functionArn).digest('hex').slice(0, 16).toUpperCase()}`;

// The variable's ending is the SDK's service id in upper case; the path is the name the wire front knows.
const endpoints: Readonly<Record<string, string>> = {
  DYNAMODB: 'dynamodb',
  SQS: 'sqs',
  EVENTBRIDGE: 'events',
  SCHEDULER: 'scheduler',
  SECRETS_MANAGER: 'secretsmanager',
  CHIME_SDK_MEETINGS: 'chime',
};

/** All a function finds in `process.env`: the template's variables, Lambda's usual ones and the endpoints of the embedded cloud. */
export function environmentOf(model: FunctionModel, options: EnvironmentOptions): Record<string, string> {
  return {
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    NODE_PATH: '',
    _HANDLER: model.handler,
    LAMBDA_TASK_ROOT: model.directory,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_REGION: options.region,
    AWS_DEFAULT_REGION: options.region,
    AWS_LAMBDA_FUNCTION_NAME: model.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(model.memoryMegabytes ?? 128),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${model.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_ACCESS_KEY_ID: keyIdOf(model.arn),
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    ...Object.fromEntries(
      Object.entries(endpoints).map(([id, path]) => [`AWS_ENDPOINT_URL_${id}`, `${options.wireOrigin}/aws/${path}`]),
    ),
    ...addressOfPayments(model, options),
    ...model.environment,
    ...configWithKey(model.environment),
  };
}

/** Only who may read the key has somebody to show it to. */
const addressOfPayments = (
  { environment }: FunctionModel,
  { stripeUrl }: EnvironmentOptions,
): Record<string, string> =>
  'STRIPE_API_KEY_SECRET' in environment && stripeUrl !== undefined ? { STRIPE_URL: stripeUrl } : {};

type Config = { readonly stripe?: { readonly mode?: string } };
const toConfig = (value: unknown) => value as Config;

/** The config with the stand-in's public key, where its operator has set none for the stand-in's kind of payments. */
function configWithKey({ ROSTRUM_CONFIG_JSON: text }: Readonly<Record<string, string>>): Record<string, string> {
  if (text === undefined) return {};
  const { stripe = { mode: 'test' }, ...config } = toConfig(JSON.parse(text));
  const { publishableKey } = stripeSecrets();
  const own = stripe.mode === 'test' ? { publishableKey } : {};
  return { ROSTRUM_CONFIG_JSON: JSON.stringify({ ...config, stripe: { ...own, ...stripe } }) };
}
