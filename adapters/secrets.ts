import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientOnce } from './clients.ts';
import type { Wiring } from './wiring.ts';

export type SecretName = 'stripe-api-key' | 'stripe-signing-secrets';
type Known = { readonly text: Promise<string>; readonly readAt: number };

/** A new value that an operator put in is in use this much later, at most. */
const freshForMilliseconds = 300_000;
/** How long an older value goes on when it could not be read again. */
const retryAfterMilliseconds = 30_000;

const clientOf = clientOnce(() => new SecretsManagerClient({ maxAttempts: 2 }));
const knownOf = clientOnce(() => new Map<SecretName, Known>());

/** What the secret says, as it was at most five minutes ago. Rejects with the error `SecretUnreadable` when it was never read. */
export function secretText(wiring: Wiring, name: SecretName): Promise<string> {
  const known = knownOf(wiring);
  const last = known.get(name);
  const now = wiring.now();
  if (last && now - last.readAt < freshForMilliseconds) return last.text;
  const text = read(wiring, name).catch((error: unknown) => {
    if (last === undefined) {
      known.delete(name);
      throw error;
    }
    known.set(name, { text: last.text, readAt: now - freshForMilliseconds + retryAfterMilliseconds });
    return last.text;
  });
  known.set(name, { text, readAt: now });
  return text;
}

async function read(wiring: Wiring, name: SecretName): Promise<string> {
  const arn = wiring.secretArns?.[name];
  if (arn === undefined) throw new Error(`This unit may not read the secret '${name}'`);
  try {
    const { SecretString } = await clientOf(wiring).send(new GetSecretValueCommand({ SecretId: arn }));
    if (SecretString) return SecretString;
  } catch (cause) {
    throw unreadable(name, cause);
  }
  throw unreadable(name);
}

/** Known to the edges by its name: whoever waits is told that payments do not work at the moment. */
export const unreadable = (name: SecretName, cause?: unknown): Error =>
  Object.assign(new Error(`The secret '${name}' cannot be used`, { cause }), { name: 'SecretUnreadable' });
