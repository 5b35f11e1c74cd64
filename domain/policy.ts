/** The operator's choices: one preset with overrides, and the one config file they stand in. Errors name the field. */

import { type PolicyField, type PresetName, policyFields, presetNames } from './presets.ts';
import { reactions } from './reaction.ts';
import {
  checked,
  isRecord,
  listOf,
  oneOf,
  optional,
  type Read,
  type Reader,
  shapeOf,
  wholeNumber,
  withDefault,
  words,
  wrong,
} from './readers.ts';
import { allow, type Decision, refuse } from './refusal.ts';
import { defaultTopics, topicIdPattern } from './topic.ts';

type Fields = typeof policyFields;
type ValueOf<F> = F extends PolicyField<infer T> ? T : never;
/** Durations are in the unit of their name, money in minor units. */
export type Policy = { readonly preset: PresetName } & { readonly [K in keyof Fields]: ValueOf<Fields[K]> };

/** The numbers of a preset as they are. */
export function policyOf(preset: PresetName): Policy {
  return toPolicy(preset, {});
}

/** Reads `{preset?, overrides?}`; the default is `2021-05`. */
export function readPolicy(value: unknown, path = 'policy'): Decision<Policy> {
  const read = shapeOf({
    preset: withDefault(oneOf(presetNames), '2021-05'),
    overrides: withDefault(readOverrides, {}),
  })(value ?? {}, path);
  if (!read.isAllowed) return read;
  const policy = toPolicy(read.value.preset, read.value.overrides);
  return problemsTogether(policy, `${path}.overrides`) ?? allow(policy);
}

const readOverrides: Reader<Readonly<Record<string, unknown>>> = (value, path) => {
  if (!isRecord(value)) return wrong(path, 'must be an object');
  const readers: Record<string, Reader<unknown>> = {};
  for (const [name, { reader }] of Object.entries(policyFields)) readers[name] = optional<unknown>(reader);
  return shapeOf(readers)(value, path);
};

function toPolicy(preset: PresetName, overrides: Readonly<Record<string, unknown>>): Policy {
  const values = Object.entries(policyFields).map(([name, { values }]) => [name, values[preset]]);
  return { ...Object.fromEntries(values), ...overrides, preset } as Policy;
}

/** Numbers that are fine alone and not together. */
function problemsTogether(policy: Policy, path: string): Decision<never> | undefined {
  if (policy.countedFollowers === 'credible') {
    return refuse('not_available_yet', {
      param: `${path}.countedFollowers`,
      message: 'Credible followers are not counted yet.',
    });
  }
  if (policy.maxCohosts >= policy.maxMicrophones) return wrong(`${path}.maxCohosts`, 'must be below maxMicrophones');
  if (policy.minTicketPrice > policy.maxTicketPrice)
    return wrong(`${path}.minTicketPrice`, 'must not be above maxTicketPrice');
  return policy.minTickets > policy.maxTickets
    ? wrong(`${path}.minTickets`, 'must not be above maxTickets')
    : undefined;
}

/** Who signs the tokens: a user pool made with the stacks, or any OpenID Connect issuer. */
export type Identity =
  | { readonly kind: 'cognito' }
  | { readonly kind: 'oidc'; readonly issuer: string; readonly audience: readonly string[] };

const isWebAddress = (text: string): boolean =>
  /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$))/.test(text) && URL.canParse(text);
const address = checked(words(1, 2_048), (text) => (isWebAddress(text) ? undefined : 'must be an https address'));
const origin = checked(address, (text) =>
  new URL(text).origin === text ? undefined : 'must be an origin without path',
);

const cognito: Reader<Identity> = shapeOf({ kind: oneOf(['cognito']) });
const oidc: Reader<Identity> = shapeOf({
  kind: oneOf(['oidc']),
  issuer: address,
  audience: listOf(words(1, 256), 1, 20),
});

const readIdentity: Reader<Identity> = (value, path) => {
  if (!isRecord(value)) return wrong(path, 'must be an object');
  const { kind } = value;
  const known = oneOf(['cognito', 'oidc'])(kind, `${path}.kind`);
  if (!known.isAllowed) return known;
  return known.value === 'cognito' ? cognito(value, path) : oidc(value, path);
};

const lane = shapeOf({
  ratePerSecond: wholeNumber(1, 100_000),
  burst: wholeNumber(1, 100_000),
  /** Off by default: a new account's concurrency limit does not allow any reservation. */
  reservedConcurrency: optional(wholeNumber(1, 100_000)),
});

const configFields = {
  policy: withDefault(readPolicy, policyOf('2021-05')),
  identity: withDefault(readIdentity, { kind: 'cognito' }),
  allowedOrigins: withDefault(listOf(origin, 0, 50), []),
  /** Where meetings are placed unless a room asks otherwise. */
  mediaRegion: withDefault(words(1, 30, /^[a-z]{2}(-gov)?-[a-z]+-\d$/), 'us-east-1'),
  // Chime SDK: 4 replicas per primary meeting by default, 40 on request.
  replicaBudget: withDefault(wholeNumber(1, 40), 4),
  lanes: withDefault(
    shapeOf({ join: optional(lane), read: optional(lane), write: optional(lane), webhook: optional(lane) }),
    {},
  ),
  /** Whose events are taken: of Stripe's sandbox, or of real payments. The keys in Secrets Manager must be of the same kind. */
  stripe: withDefault(
    // The key is shown to clients that do not use the payment service's own page; no secret, unlike those in Secrets Manager.
    shapeOf({ mode: oneOf(['test', 'live']), publishableKey: optional(words(12, 255, /^pk_(test|live)_\w+$/)) }),
    { mode: 'test' as const },
  ),
  /** The host name people see in links; the API's own until one is set. */
  domain: optional(words(1, 253, /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/)),
  /** Where alarms are sent; its owner confirms the subscription once. */
  alarmEmail: optional(words(3, 254, /^[^\s@]+@[^\s@]+\.[^\s@]+$/)),
  topics: withDefault(
    listOf(
      shapeOf({ id: words(1, 40, topicIdPattern), name: words(1, 60), description: optional(words(0, 200)) }),
      0,
      500,
    ),
    defaultTopics,
  ),
  reactions: withDefault(listOf(words(1, 16), 1, 32), reactions),
  // Every function carries the config in its environment, and AWS Lambda gives that 4 KB in all.
  blockedWords: withDefault(listOf(words(1, 40), 0, 50), []),
};

/** `rostrum.config.json` with every default filled in. */
export type Config = Read<typeof configFields>;

/** Reads the one file an operator edits; what is left out has a default, what is not known is refused. */
export function readConfig(value: unknown): Decision<Config> {
  return shapeOf(configFields)(value, '');
}
