import { randomInt } from 'node:crypto';
import type { SecretModel } from '../model.ts';
import type { Place } from './addresses.ts';
import { toFlag, toNumber, toObject, toOptional } from './json.ts';
import { allowOnly } from './properties.ts';
import type { Resource } from './world.ts';

const known = ['Description', 'GenerateSecretString', 'KmsKeyId', 'Name'];
const knownRules = ['ExcludePunctuation', 'PasswordLength'];
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Secrets Manager's default. */
const usualLength = 32;

/** A generated secret: kept from an earlier start, or new. Letters and digits only, so ExcludePunctuation must be asked for. */
export function toSecret(resource: Resource, { secrets = {} }: Place): SecretModel {
  allowOnly(resource, known);
  const { label, name } = resource;
  const rules = toObject(resource.read('GenerateSecretString'), `${label} GenerateSecretString`);
  const unknown = Object.keys(rules).filter((rule) => !knownRules.includes(rule));
  if (unknown.length > 0 || !toFlag(rules['ExcludePunctuation']))
    throw new Error(`${label}: the embedded cloud makes secrets of letters and digits only (${unknown.join(', ')})`);
  const length = toOptional(rules['PasswordLength'], label, toNumber) ?? usualLength;
  const value = Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
  return { name, value: secrets[name] ?? value };
}
