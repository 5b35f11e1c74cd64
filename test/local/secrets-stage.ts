import { createServer } from 'node:http';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { onTestFinished } from 'vitest';
import { createCalls } from '../../local/calls/calls.ts';
import { createClock } from '../../local/clock/clock.ts';
import { createFaults } from '../../local/faults/faults.ts';
import { forgetful } from '../../local/keeping/forgetful.ts';
import type { Keeping, SecretModel } from '../../local/model.ts';
import { createSecrets } from '../../local/secrets/secrets.ts';
import { createWireFront } from '../../local/wire/front.ts';

const arnOf = (name: string) => `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}-a1b2c3`;
export const key: SecretModel = { name: 'shop-key', arn: arnOf('shop-key'), value: 'sk_test_1' };
export const other: SecretModel = { name: 'shop-other', arn: arnOf('shop-other'), value: 'not set' };
const reader = { keyId: 'READER', isOperator: false, functionName: 'worker', roleArn: 'arn:aws:iam::0:role/worker' };
export const startsAt = Date.UTC(2027, 0, 1);

/** Secrets behind the wire front, with a function that may read the key and nothing else. */
export async function openSecrets(keeping: Keeping = forgetful) {
  const clock = createClock({ startAt: startsAt });
  const faults = createFaults();
  const calls = createCalls();
  const place = { region: 'us-east-1', accountId: '000000000000' };
  const { standIn } = createSecrets({ ...place, clock, keeping, secrets: [key, other] });
  const statements = [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: key.arn }];
  const front = createWireFront({
    standIns: [standIn],
    principalOf: (keyId) => (keyId === 'READER' ? reader : { keyId, isOperator: true }),
    roles: [{ arn: reader.roleArn, statements, trustedServices: [] }],
    faults,
    calls,
    clock,
    written: () => keeping.written(),
  });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    await front.handle(request, response, Buffer.concat(chunks));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    clock.close();
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/aws/secretsmanager`;
  const clientOf = (accessKeyId: string, maxAttempts = 1) =>
    new SecretsManagerClient({
      region: 'us-east-1',
      endpoint: url,
      credentials: { accessKeyId, secretAccessKey: 'local' },
      maxAttempts,
    });
  return { clock, faults, calls, url, clientOf, operator: clientOf('OPERATOR'), reader: clientOf('READER') };
}
