import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A resource that must stay the one it is: people's data, or an address that others hold. */
export type RecordedResource = {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** The properties that CloudFormation replaces it for, as they are. */
  readonly kept: Readonly<Record<string, unknown>>;
};

/** What is kept of each stateful type: a change of any of these is a new, empty one (CloudFormation, "replacement"). */
const keptOf: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGatewayV2::Api': ['ProtocolType'],
  'AWS::AppSync::Api': [],
  'AWS::Cognito::UserPool': ['AliasAttributes', 'UsernameAttributes'],
  'AWS::Cognito::UserPoolClient': ['GenerateSecret'],
  'AWS::Cognito::UserPoolDomain': ['Domain'],
  'AWS::DynamoDB::GlobalTable': ['TableName', 'KeySchema'],
  // Its value is made anew when the way to make it changes, or the first value of one that an operator has filled since.
  'AWS::SecretsManager::Secret': ['Name', 'GenerateSecretString', 'SecretString'],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
};

const file = join(import.meta.dirname, 'recorded-ids.json');

/** What earlier deployments made, as `node tools/record-ids.ts` wrote it down. */
export const readRecorded = (): readonly RecordedResource[] => toRecorded(JSON.parse(readFileSync(file, 'utf8')));
const toRecorded = (value: unknown) => value as readonly RecordedResource[];

/** The stateful resources of synthesized templates, by their files. */
export function statefulIn(templatePaths: readonly string[]): RecordedResource[] {
  return templatePaths.flatMap((path) => {
    const { Resources = {} } = toTemplate(JSON.parse(readFileSync(path, 'utf8')));
    return Object.entries(Resources).flatMap(([logicalId, { Type: type, Properties = {} }]) => {
      const names = keptOf[type];
      if (!names) return [];
      const kept = Object.fromEntries(
        names.filter((name) => name in Properties).map((name) => [name, Properties[name]]),
      );
      return [{ stack: basename(path, '.template.json'), logicalId, type, kept }];
    });
  });
}

type Template = {
  readonly Resources?: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
};
const toTemplate = (value: unknown) => value as Template;

export type Loss = { readonly resource: RecordedResource; readonly says: string };

/** What a deployment of `present` would lose of what is recorded. */
export function lossesOf(recorded: readonly RecordedResource[], present: readonly RecordedResource[]): Loss[] {
  // With another issuer in the config there is no pool at all; the retained one stays in the account.
  const hasPool = present.some(({ type }) => type === 'AWS::Cognito::UserPool');
  return recorded
    .filter(({ type }) => hasPool || !type.startsWith('AWS::Cognito::'))
    .flatMap((resource) =>
      lossOf(
        resource,
        present.find((one) => isSame(one, resource)),
      ),
    );
}

export const isSame = (one: RecordedResource, other: RecordedResource): boolean =>
  one.stack === other.stack && one.logicalId === other.logicalId && one.type === other.type;

function lossOf(resource: RecordedResource, present: RecordedResource | undefined): Loss[] {
  const { stack, logicalId, type, kept } = resource;
  const name = `${logicalId} of ${stack} (${type})`;
  if (!present)
    return [{ resource, says: `${name} is gone or has another logical id: an empty one would take its place` }];
  const names = new Set([...Object.keys(kept), ...Object.keys(present.kept)]);
  const changed = [...names].filter((key) => JSON.stringify(kept[key]) !== JSON.stringify(present.kept[key]));
  return changed.map((key) => ({ resource, says: `${name} would be replaced by an empty one: ${key} is another` }));
}
