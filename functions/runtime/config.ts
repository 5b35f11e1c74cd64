import type { Wiring } from '../../adapters/wiring.ts';
import { type Config, readConfig } from '../../domain/policy.ts';

export type Settings = {
  readonly config: Config;
  readonly wiring: Pick<
    Wiring,
    | 'tableNames'
    | 'queueUrls'
    | 'secretArns'
    | 'stripeMode'
    | 'stripeUrl'
    | 'scheduler'
    | 'identity'
    | 'signingKey'
    | 'realtime'
    | 'publishing'
  >;
  readonly unit: string;
};

let settings: Settings | undefined;

/** The one place that reads the environment; what the stacks write into it is in lib/constructs/room-function. */
export function readSettings(): Settings {
  settings ??= settingsFrom(process.env);
  return settings;
}

type Environment = Readonly<Record<string, string | undefined>>;

function settingsFrom(environment: Environment): Settings {
  const config = readConfig(JSON.parse(environment['ROSTRUM_CONFIG_JSON'] ?? '{}'));
  if (!config.isAllowed) throw new Error(`The configuration is not usable: ${config.refusal.message}`);
  const { TABLE_ROOMS: rooms, TABLE_SOCIAL: social, TABLE_COMMERCE: commerce } = environment;
  return {
    config: config.value,
    unit: environment['AWS_LAMBDA_FUNCTION_NAME'] ?? 'unknown',
    wiring: {
      tableNames: { ...(rooms && { rooms }), ...(social && { social }), ...(commerce && { commerce }) },
      queueUrls: namedIn(environment, /^QUEUE_(.+)_URL$/),
      secretArns: namedIn(environment, /^(STRIPE_.+)_SECRET$/),
      stripeMode: config.value.stripe.mode,
      ...stripeOf(environment),
      ...schedulerOf(environment),
      ...identityOf(environment),
      ...signingKeyOf(environment),
      ...realtimeOf(environment),
      ...publishingOf(environment),
    },
  };
}

/** `QUEUE_MEDIA_EVENTS_URL` is the queue `media-events` of the manifest, `STRIPE_API_KEY_SECRET` its secret `stripe-api-key`. */
function namedIn(environment: Environment, form: RegExp): Record<string, string> {
  const entries = Object.entries(environment).flatMap(([variable, value]) => {
    const name = form.exec(variable)?.[1];
    return name && value ? [[name.toLowerCase().replaceAll('_', '-'), value]] : [];
  });
  return Object.fromEntries(entries);
}

/** Set in the embedded cloud only. */
const stripeOf = ({ STRIPE_URL: stripeUrl }: Environment): Pick<Wiring, 'stripeUrl'> =>
  stripeUrl ? { stripeUrl } : {};

function schedulerOf(environment: Environment): Pick<Wiring, 'scheduler'> {
  const { SCHEDULER_GROUP: group, SCHEDULER_ROLE_ARN: roleArn, QUEUE_TIMERS_ARN: targetArn } = environment;
  return group && roleArn && targetArn ? { scheduler: { group, roleArn, targetArn } } : {};
}

function realtimeOf(environment: Environment): Pick<Wiring, 'realtime'> {
  const { REALTIME_URL: url, REALTIME_HOST: host } = environment;
  return url && host ? { realtime: { url, host } } : {};
}

function publishingOf(environment: Environment): Pick<Wiring, 'publishing'> {
  const { REALTIME_PUBLISH_URL: url, AWS_REGION: region, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = environment;
  if (!url || !region || !AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return {};
  const sessionToken = environment['AWS_SESSION_TOKEN'];
  const keys = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  return { publishing: { url, region, credentials: { ...keys, ...(sessionToken && { sessionToken }) } } };
}

function identityOf(environment: Environment): Pick<Wiring, 'identity'> {
  const { ROSTRUM_ISSUER: issuer, ROSTRUM_AUDIENCE: audience } = environment;
  return issuer && audience ? { identity: { issuer, audience: audience.split(',') } } : {};
}

const signingKeyOf = ({ REALTIME_KEY: signingKey }: Environment): Pick<Wiring, 'signingKey'> =>
  signingKey ? { signingKey } : {};
