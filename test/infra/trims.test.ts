import { ChimeSDKMeetingsClient } from '@aws-sdk/client-chime-sdk-meetings';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { plainEndpoint } from '../../tools/bundle/plain-endpoint.ts';
import { serviceHosts } from '../../tools/bundle/unreached.ts';

const region = 'us-east-1';
const rulesOf = {
  dynamodb: new DynamoDBClient({ region }).config.endpointProvider,
  sqs: new SQSClient({ region }).config.endpointProvider,
  scheduler: new SchedulerClient({ region }).config.endpointProvider,
  eventbridge: new EventBridgeClient({ region }).config.endpointProvider,
  'secrets-manager': new SecretsManagerClient({ region }).config.endpointProvider,
  'chime-sdk-meetings': new ChimeSDKMeetingsClient({ region }).config.endpointProvider,
};

const regions = [
  'us-east-1',
  'us-west-2',
  'ca-central-1',
  'eu-central-1',
  'ap-southeast-7',
  'sa-east-1',
  'me-south-1',
  'af-south-1',
  'il-central-1',
  'mx-central-1',
  'us-gov-west-1',
  'us-gov-east-1',
  'cn-north-1',
  'cn-northwest-1',
  'eusc-de-east-1',
];

describe('the one-line endpoints of the bundles', () => {
  test('are those of every client we bundle', () => {
    expect(Object.keys(serviceHosts).sort()).toEqual(Object.keys(rulesOf).sort());
  });

  test.each(Object.entries(rulesOf))(
    'say for %s what the client would say, in every kind of region',
    (client, rules) => {
      for (const Region of regions) {
        const theirs = rules({ Region, UseFIPS: false, UseDualStack: false });
        const ours = plainEndpoint(serviceHosts[client] ?? '', { Region });
        expect([ours.url.href, ours.properties, ours.headers]).toEqual([
          theirs.url.href,
          theirs.properties,
          theirs.headers,
        ]);
      }
    },
  );

  test.each(Object.entries(rulesOf))('lead %s to the endpoint that is set', (_client, rules) => {
    const Endpoint = 'http://127.0.0.1:4000/aws/service';
    const theirs = rules({ Region: region, UseFIPS: false, UseDualStack: false, Endpoint });
    expect(plainEndpoint('any', { Region: region, Endpoint }).url.href).toBe(theirs.url.href);
  });

  test('refuse what they do not know instead of guessing', () => {
    expect(() => plainEndpoint('sqs', { Region: 'us-iso-east-1' })).toThrow('no endpoint of sqs is known');
    expect(() => plainEndpoint('sqs', { Region: region, UseFIPS: true })).toThrow('FIPS');
  });
});
