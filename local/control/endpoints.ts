import type { EventApiModel } from '../api-model.ts';
import type { CloudModel, JsonObject } from '../model.ts';
import { stripeSecrets } from '../stripe/keys.ts';

/** Keys of the operator, who may do everything; signatures are not verified. */
export const operatorKeys = { accessKeyId: 'AKIAROSTRUMOPERATOR0', secretAccessKey: 'local' } as const;

export type EndpointParts = {
  /** `http://localhost:PORT`. */
  readonly url: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Where Stripe's SDK finds the stand-in. @default there is none */
  readonly stripeUrl?: string;
  readonly model: Pick<CloudModel, 'region' | 'accountId' | 'tables' | 'queues' | 'functions' | 'eventApi' | 'secrets'>;
};

// By our own short names, and by the service ids that SDKs and the AWS CLI use.
const services = {
  dynamodb: ['dynamodb', 'DYNAMODB'],
  sqs: ['sqs', 'SQS'],
  events: ['eventbridge', 'EVENTBRIDGE'],
  scheduler: ['scheduler', 'SCHEDULER'],
  secretsmanager: ['secrets-manager', 'SECRETS_MANAGER'],
  chime: ['chime-sdk-meetings', 'CHIME_SDK_MEETINGS'],
} as const;

/** A table or queue without the prefix that all names share, e.g. `rooms`. */
function shortName(name: string): string {
  const [, ...own] = name.replace(/\.fifo$/, '').split('-');
  return own.join('-') || name;
}

/** Everything an SDK or the AWS CLI needs to talk to this cloud as its operator. */
export function endpointsOf({ url, issuer, clientId, model, stripeUrl }: EndpointParts): JsonObject {
  const urls = Object.entries(services).map(([path, [id, variable]]) => ({
    path,
    id,
    variable,
    url: `${url}/aws/${path}`,
  }));
  return {
    region: model.region,
    accountId: model.accountId,
    ...operatorKeys,
    endpoints: {
      ...Object.fromEntries(
        urls.flatMap((one) => [
          [one.path, one.url],
          [one.id, one.url],
        ]),
      ),
      ...(stripeUrl !== undefined && { stripe: stripeUrl }),
    },
    environment: {
      AWS_REGION: model.region,
      AWS_ACCESS_KEY_ID: operatorKeys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: operatorKeys.secretAccessKey,
      ...Object.fromEntries(urls.map((one) => [`AWS_ENDPOINT_URL_${one.variable}`, one.url])),
    },
    api: url,
    issuer,
    clientId,
    tables: Object.fromEntries(model.tables.map(({ name }) => [shortName(name), name])),
    queues: Object.fromEntries(model.queues.map((queue) => [shortName(queue.name), queue.url])),
    secrets: Object.fromEntries((model.secrets ?? []).map(({ name, arn }) => [shortName(name), arn])),
    functions: model.functions.map(({ name }) => name),
    media: `${url.replace(/^http/, 'ws')}/media`,
    ...(stripeUrl !== undefined && { stripe: { url: stripeUrl, ...stripeSecrets() } }),
    ...(model.eventApi && { realtime: realtimeOf(url, model.eventApi) }),
  };
}

/** Where frames are heard and published; a token to hear with comes from the API. */
const realtimeOf = (url: string, { namespaces }: EventApiModel): JsonObject => ({
  url: `${url.replace(/^http/, 'ws')}/event/realtime`,
  host: new URL(url).host,
  publish: `${url}/event`,
  namespaces: namespaces.map(({ name }) => name),
});
