import type { FunctionModel } from '../model.ts';
import { toNumber, toObject, toOptional, toText } from './json.ts';
import { allowOnly } from './properties.ts';
import type { Resource } from './world.ts';

const known = [
  'Architectures',
  'Code',
  'DeadLetterConfig',
  'Description',
  'Environment',
  'FunctionName',
  'Handler',
  'LoggingConfig',
  'MemorySize',
  'RecursiveLoop',
  'ReservedConcurrentExecutions',
  'Role',
  'Runtime',
  'RuntimeManagementConfig',
  'Timeout',
  'TracingConfig',
];

function readEnvironment(resource: Resource): Readonly<Record<string, string>> {
  const environment = resource.read('Environment');
  if (environment === undefined) return {};
  const variables = toObject(toObject(environment, resource.label)['Variables'] ?? {}, resource.label);
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, toText(value, `${resource.label} ${name}`)]),
  );
}

/** A Node function and the directory of its asset. Defaults are Lambda's: 3 s, 128 MB. */
export function toFunction(resource: Resource): FunctionModel {
  allowOnly(resource, known);
  const { label } = resource;
  const runtime = toText(resource.read('Runtime'), `${label} Runtime`);
  if (!runtime.startsWith('nodejs')) throw new Error(`${label}: the embedded cloud runs Node functions only`);
  const key = toText(toObject(resource.read('Code'), `${label} Code`)['S3Key'], `${label} Code.S3Key`);
  const directory = resource.stack.assets.get(key);
  if (directory === undefined) throw new Error(`${label}: the assembly holds no asset ${key}`);
  const deadLetter = toOptional(resource.read('DeadLetterConfig'), label, toObject);
  return {
    arn: toText(resource.address.attributes['Arn'], label),
    name: resource.name,
    logicalId: resource.logicalId,
    directory,
    handler: toText(resource.read('Handler'), `${label} Handler`),
    environment: readEnvironment(resource),
    timeoutSeconds: toOptional(resource.read('Timeout'), label, toNumber) ?? 3,
    memoryMegabytes: toOptional(resource.read('MemorySize'), label, toNumber) ?? 128,
    roleArn: toText(resource.read('Role'), `${label} Role`),
    ...(deadLetter && { deadLetterArn: toText(deadLetter['TargetArn'], `${label} DeadLetterConfig`) }),
  };
}
