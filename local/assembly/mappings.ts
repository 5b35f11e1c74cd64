import type { Json, JsonObject, MappingModel } from '../model.ts';
import { isObject, toFlag, toList, toNumber, toObject, toOptional, toText } from './json.ts';
import { allowOnly } from './properties.ts';
import type { Resource } from './world.ts';

const known = [
  'BatchSize',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'Enabled',
  'EventSourceArn',
  'FilterCriteria',
  'FunctionName',
  'FunctionResponseTypes',
  'MaximumBatchingWindowInSeconds',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'ScalingConfig',
  'StartingPosition',
];

function readFilters(value: Json | undefined, label: string): readonly JsonObject[] {
  const criteria = toOptional(value, label, toObject);
  return toList(criteria?.['Filters'], `${label} FilterCriteria`).map((part) => {
    const pattern = toText(toObject(part, label)['Pattern'], `${label} Pattern`);
    const parsed: Json = JSON.parse(pattern);
    return toObject(parsed, `${label} Pattern`);
  });
}

// -1 is the template's word for "no limit".
const toLimit = (value: Json | undefined, label: string): number | undefined => {
  const limit = toOptional(value, label, toNumber);
  return limit === -1 ? undefined : limit;
};

function readLimits(resource: Resource): Partial<MappingModel> {
  const { label } = resource;
  const maxRetries = toLimit(resource.read('MaximumRetryAttempts'), label);
  const maxAgeSeconds = toLimit(resource.read('MaximumRecordAgeInSeconds'), label);
  const scaling = toOptional(resource.read('ScalingConfig'), label, toObject);
  const maxConcurrency = toOptional(scaling?.['MaximumConcurrency'], label, toNumber);
  return {
    ...(maxRetries !== undefined && { maxRetries }),
    ...(maxAgeSeconds !== undefined && { maxAgeSeconds }),
    ...(maxConcurrency !== undefined && { maxConcurrency }),
  };
}

function readDestination(resource: Resource): Partial<MappingModel> {
  const destination = toOptional(resource.read('DestinationConfig'), resource.label, toObject);
  const failure = destination?.['OnFailure'];
  return isObject(failure) ? { onFailureArn: toText(failure['Destination'], `${resource.label} OnFailure`) } : {};
}

function readStart(resource: Resource): Partial<MappingModel> {
  const position = resource.read('StartingPosition');
  if (position === undefined) return {};
  if (position === 'LATEST' || position === 'TRIM_HORIZON') return { startsAt: position };
  throw new Error(`${resource.label}: the embedded cloud does not know the starting position ${String(position)}`);
}

/** The mapping of a queue or stream to a function; the function may be named by arn or by name. Disabled ones are left out. */
export function toMapping(resource: Resource, functionArn: (nameOrArn: string) => string): MappingModel | undefined {
  allowOnly(resource, known);
  const { label } = resource;
  if (resource.read('Enabled') === false) return undefined;
  const sourceArn = toText(resource.read('EventSourceArn'), `${label} EventSourceArn`);
  const isQueue = sourceArn.startsWith('arn:aws:sqs:');
  return {
    sourceArn,
    functionArn: functionArn(toText(resource.read('FunctionName'), `${label} FunctionName`)),
    // Lambda's defaults: 10 messages of a queue, 100 records of a stream.
    batchSize: toOptional(resource.read('BatchSize'), label, toNumber) ?? (isQueue ? 10 : 100),
    windowSeconds: toOptional(resource.read('MaximumBatchingWindowInSeconds'), label, toNumber) ?? 0,
    filters: readFilters(resource.read('FilterCriteria'), label),
    reportsItemFailures: toList(resource.read('FunctionResponseTypes'), label).includes('ReportBatchItemFailures'),
    bisects: toFlag(resource.read('BisectBatchOnFunctionError')),
    ...readLimits(resource),
    ...readDestination(resource),
    ...readStart(resource),
  };
}
