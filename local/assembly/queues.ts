import type { Json, QueueModel } from '../model.ts';
import { toFlag, toNumber, toObject, toOptional, toText } from './json.ts';
import { allowOnly } from './properties.ts';
import type { Resource } from './world.ts';

const known = [
  'ContentBasedDeduplication',
  'DelaySeconds',
  'FifoQueue',
  'KmsMasterKeyId',
  'MessageRetentionPeriod',
  'QueueName',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
];

function readDeadLetter(value: Json | undefined, label: string): QueueModel['deadLetter'] {
  if (value === undefined) return undefined;
  const policy = toObject(value, `${label} RedrivePolicy`);
  return {
    queueArn: toText(policy['deadLetterTargetArn'], `${label} RedrivePolicy`),
    maxReceiveCount: toNumber(policy['maxReceiveCount'], `${label} RedrivePolicy`),
  };
}

/** A queue; defaults are the service's (visibility 30 s, no delay). */
export function toQueue(resource: Resource): QueueModel {
  allowOnly(resource, known);
  const { label } = resource;
  const deadLetter = readDeadLetter(resource.read('RedrivePolicy'), label);
  return {
    name: resource.name,
    arn: toText(resource.address.attributes['Arn'], label),
    url: resource.address.ref,
    isFifo: toFlag(resource.read('FifoQueue')),
    hasContentDeduplication: toFlag(resource.read('ContentBasedDeduplication')),
    visibilitySeconds: toOptional(resource.read('VisibilityTimeout'), label, toNumber) ?? 30,
    delaySeconds: toOptional(resource.read('DelaySeconds'), label, toNumber) ?? 0,
    ...(deadLetter && { deadLetter }),
  };
}
