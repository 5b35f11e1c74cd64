import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openFolder } from '../../local/keeping/keeping.ts';
import { temporaryFolder } from './folders.ts';
import { key, openSecrets, other, startsAt } from './secrets-stage.ts';

const read = (SecretId: string, more: object = {}) => new GetSecretValueCommand({ SecretId, ...more });
const put = (SecretString: string, more: object = {}) =>
  new PutSecretValueCommand({ SecretId: key.name, SecretString, ...more });

const secondsFromStart = ({ CreatedDate }: { readonly CreatedDate?: Date | undefined }) =>
  Math.floor(((CreatedDate?.getTime() ?? 0) - startsAt) / 1000);

describe('a secret', () => {
  it('is read by its name or its arn, with its age', async () => {
    const { operator } = await openSecrets();
    for (const id of [key.name, key.arn]) {
      const answer = await operator.send(read(id));
      expect(answer).toMatchObject({
        ARN: key.arn,
        Name: 'shop-key',
        SecretString: 'sk_test_1',
        VersionStages: ['AWSCURRENT'],
      });
      expect(secondsFromStart(answer)).toBe(0);
    }
  });

  it('says something new as soon as that is put in, and remembers what it said before', async () => {
    const { operator, clock } = await openSecrets();
    await clock.advance(60_000);
    const { VersionId } = await operator.send(put('sk_test_2'));
    const answer = await operator.send(read(key.name));
    expect(answer).toMatchObject({ SecretString: 'sk_test_2', VersionId });
    expect(secondsFromStart(answer)).toBe(60);
    const previous = await operator.send(read(key.name, { VersionStage: 'AWSPREVIOUS' }));
    expect(previous.SecretString).toBe('sk_test_1');
    expect((await operator.send(read(other.name))).SecretString).toBe('not set');
  });

  it('is put in once however often the same call comes, and a token is not for two values', async () => {
    const { operator } = await openSecrets();
    const ClientRequestToken = '5d2c0a3e-3c4f-4b47-9a70-1d3a8f5f0c11';
    for (const _ of [1, 2]) await operator.send(put('sk_test_2', { ClientRequestToken }));
    const previous = await operator.send(read(key.name, { VersionStage: 'AWSPREVIOUS' }));
    expect(previous.SecretString).toBe('sk_test_1');
    await expect(operator.send(put('sk_test_3', { ClientRequestToken }))).rejects.toThrow('another version');
  });

  it('is what was put in after a restart, too', async () => {
    const folder = await temporaryFolder();
    const first = openFolder(folder);
    const { operator } = await openSecrets(first);
    await operator.send(put('sk_test_2'));
    await first.close();
    const second = openFolder(folder);
    onTestFinished(() => second.close());
    expect(second.shelf('secrets').entries()).toEqual([['shop-key', 'sk_test_2']]);
  });
});

describe('a function', () => {
  it('reads the secret its role names and no other, and puts nothing in', async () => {
    const { reader, calls } = await openSecrets();
    expect((await reader.send(read(key.arn))).SecretString).toBe('sk_test_1');
    for (const call of [reader.send(read(other.arn)), reader.send(read(other.name)), reader.send(put('mine'))])
      await expect(call).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(calls.list().map(({ function: by, service, operation, error }) => [by, service, operation, error])).toEqual([
      ['worker', 'secretsmanager', 'GetSecretValue', undefined],
      ...['GetSecretValue', 'GetSecretValue', 'PutSecretValue'].map((operation) => [
        'worker',
        'secretsmanager',
        operation,
        'AccessDeniedException',
      ]),
    ]);
  });

  it('meets a service that fails or is busy, and its client tries again', async () => {
    const { clientOf, reader, faults } = await openSecrets();
    for (const [mode, name] of [
      ['fail-before', 'InternalServiceError'],
      ['throttle', 'ThrottlingException'],
    ]) {
      faults.add({ service: 'secretsmanager', mode: mode ?? '', times: 2 });
      await expect(reader.send(read(key.arn))).rejects.toMatchObject({ name });
      expect((await clientOf('READER', 2).send(read(key.arn))).SecretString).toBe('sk_test_1');
    }
  });
});

describe('what the service does and we do not', () => {
  it('is refused by name', async () => {
    const { operator, url } = await openSecrets();
    const calls = [
      [operator.send(new CreateSecretCommand({ Name: 'new', SecretString: 'x' })), 'CreateSecret'],
      [operator.send(new ListSecretsCommand({})), 'ListSecrets'],
      [operator.send(new RotateSecretCommand({ SecretId: key.name })), 'RotateSecret'],
      [operator.send(read(key.name, { VersionId: 'v'.repeat(32) })), 'VersionId'],
      [operator.send(put('x', { SecretBinary: new Uint8Array([1]) })), 'SecretBinary'],
      [operator.send(put('x', { VersionStages: ['AWSPENDING'] })), 'VersionStages'],
    ] as const;
    for (const [call, name] of calls) await expect(call).rejects.toThrow(name);
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(403);
  });

  it('and what it refuses itself is refused in its words', async () => {
    const { operator } = await openSecrets();
    await expect(operator.send(read('nothing'))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(operator.send(read(key.name, { VersionStage: 'AWSPREVIOUS' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(operator.send(put('x'.repeat(65_537)))).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
