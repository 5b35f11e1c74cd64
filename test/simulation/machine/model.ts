import { policyOf } from '../../../domain/policy.ts';
import { toCloudModel } from '../../../local/assembly/cloud-model.ts';
import { readStacks } from '../../../local/assembly/stacks.ts';
import type { CloudModel } from '../../../local/model.ts';
import { secretsPutIn } from '../../../local/secrets/put-in.ts';

const origin = 'http://in-process';

/** What the templates ask for, and an environment in which every unit finds what it touches. */
export async function readModel(assembly: string): Promise<CloudModel> {
  const place = { region: 'us-east-1', accountId: '000000000000', origin, wireOrigin: origin };
  const model = toCloudModel(await readStacks(assembly), {
    ...place,
    issuer: `${origin}/oidc`,
    clientId: 'rostrum-web',
    secrets: secretsPutIn,
  });
  Object.assign(process.env, environmentOf(model));
  return model;
}

/** A small audience and a small stage, so that a story meets their limits: two replicas with few places each, four microphones. */
const replicaBudget = 2;
const policy = { preset: '2021-05', overrides: { maxMicrophones: 4 } } as const;
/** The rules that the stories run under. */
export const simulatedPolicy = { ...policyOf(policy.preset), ...policy.overrides };

function environmentOf({ functions }: CloudModel): Readonly<Record<string, string>> {
  const merged = Object.assign({}, ...functions.map(({ environment }) => environment));
  const config: object = JSON.parse(merged['ROSTRUM_CONFIG_JSON'] ?? '{}');
  const services = ['dynamodb', 'sqs', 'eventbridge', 'scheduler', 'chime_sdk_meetings', 'secrets_manager'];
  const paths: Readonly<Record<string, string>> = {
    eventbridge: 'events',
    chime_sdk_meetings: 'chime',
    secrets_manager: 'secretsmanager',
  };
  const endpoints = services.map((service) => [
    `AWS_ENDPOINT_URL_${service.toUpperCase()}`,
    `${origin}/aws/${paths[service] ?? service}`,
  ]);
  return {
    ...merged,
    ...Object.fromEntries(endpoints),
    ROSTRUM_CONFIG_JSON: JSON.stringify({ ...config, replicaBudget, policy }),
    STRIPE_URL: `${origin}:80`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'simulation',
    AWS_SECRET_ACCESS_KEY: 'simulation',
    // Nothing of this machine's own settings is asked.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  };
}
