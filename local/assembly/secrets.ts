import { randomInt } from 'node:crypto';
import type { SecretModel } from '../model.ts';
import type { Place } from './addresses.ts';
import { toFlag, toNumber, toObject, toOptional, toText } from './json.ts';
import { allowOnly } from './properties.ts';
import type { Resource } from './world.ts';

const known = ['Description', 'GenerateSecretString', 'KmsKeyId', 'Name', 'SecretString'];
const knownRules = ['ExcludePunctuation', 'PasswordLength'];
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Secrets Manager's default. */
const usualLength = 32;

/** A secret with the value kept from an earlier start, else the one the template says, else a generated one. */
export function toSecret(resource: Resource, { secrets = {} }: Place): SecretModel {
  allowOnly(resource, known);
  const { label, name, address } = resource;
  if (resource.read('SecretString') !== undefined && resource.read('GenerateSecretString') !== undefined)
    throw new Error(`${label} has both SecretString and GenerateSecretString`);
  const given = toOptional(resource.read('SecretString'), `${label} SecretString`, toText);
  return { name, arn: address.ref, value: secrets[name] ?? given ?? generate(resource) };
}

/** Letters and digits only, so ExcludePunctuation must be asked for. */
function generate(resource: Resource): string {
  const { label } = resource;
  const rules = toObject(resource.read('GenerateSecretString'), `${label} GenerateSecretString`);
  const unknown = Object.keys(rules).filter((rule) => !knownRules.includes(rule));
  if (unknown.length > 0 || !toFlag(rules['ExcludePunctuation']))
    throw new Error(`${label}: the embedded cloud makes secrets of letters and digits only (${unknown.join(', ')})`);
  const length = toOptional(rules['PasswordLength'], label, toNumber) ?? usualLength;
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
}
