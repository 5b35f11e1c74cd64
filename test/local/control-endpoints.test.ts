import { expect, test } from 'vitest';
import { endpointsOf } from '../../local/control/endpoints.ts';

const table = { arn: 'arn', partitionKey: { name: 'pk', type: 'S' as const }, indexes: [] };
const queue = { arn: 'arn', isFifo: false, hasContentDeduplication: false, visibilitySeconds: 30, delaySeconds: 0 };

const shown = endpointsOf({
  url: 'http://localhost:4000',
  issuer: 'http://localhost:4000/oidc',
  clientId: 'rostrum-web',
  model: {
    region: 'us-east-1',
    accountId: '000000000000',
    tables: [{ ...table, name: 'rostrum-rooms' }],
    queues: [{ ...queue, name: 'rostrum-dead-letters.fifo', url: 'http://127.0.0.1:4000/q' }],
    functions: [],
    secrets: [{ name: 'rostrum-stripe-api-key', arn: 'arn:aws:secretsmanager:key', value: 'not shown' }],
    eventApi: { id: 'e', authorizerArn: 'arn', namespaces: [{ name: 'rostrum', arn: 'arn' }] },
  },
});

test('an SDK finds every service by our name and by its own', () => {
  expect(shown['endpoints']).toMatchObject({
    dynamodb: 'http://localhost:4000/aws/dynamodb',
    events: 'http://localhost:4000/aws/events',
    eventbridge: 'http://localhost:4000/aws/events',
    'chime-sdk-meetings': 'http://localhost:4000/aws/chime',
    secretsmanager: 'http://localhost:4000/aws/secretsmanager',
    'secrets-manager': 'http://localhost:4000/aws/secretsmanager',
  });
  expect(shown['environment']).toMatchObject({
    AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://localhost:4000/aws/secretsmanager',
    AWS_ENDPOINT_URL_CHIME_SDK_MEETINGS: 'http://localhost:4000/aws/chime',
    AWS_ENDPOINT_URL_EVENTBRIDGE: 'http://localhost:4000/aws/events',
    AWS_ACCESS_KEY_ID: shown['accessKeyId'],
  });
});

test('tables and queues go by their short names', () => {
  expect(shown['tables']).toEqual({ rooms: 'rostrum-rooms' });
  expect(shown['queues']).toEqual({ 'dead-letters': 'http://127.0.0.1:4000/q' });
});

test('a client finds where to listen, and the operator where to publish', () => {
  expect(shown['realtime']).toEqual({
    url: 'ws://localhost:4000/event/realtime',
    host: 'localhost:4000',
    publish: 'http://localhost:4000/event',
    namespaces: ['rostrum'],
  });
});

test('secrets are named by their arn and not told: whoever wants one asks for it', () => {
  expect(shown['secrets']).toEqual({ 'stripe-api-key': 'arn:aws:secretsmanager:key' });
  expect(JSON.stringify(shown)).not.toContain('not shown');
});
