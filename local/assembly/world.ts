import type { Json, JsonObject, SecretModel } from '../model.ts';
import { type Address, addressOf, digest, type Place } from './addresses.ts';
import { resolve, type Scope } from './intrinsics.ts';
import { isObject, toFlag, toObject, toText } from './json.ts';
import { localTexts } from './local-texts.ts';
import { createScope, type Exports, sectionOf } from './scope.ts';
import { toSecret } from './secrets.ts';
import type { Stack } from './stacks.ts';

/** A resource of a template. `read` answers a property with its intrinsics worked out. */
export type Resource = {
  readonly stack: Stack;
  readonly logicalId: string;
  readonly type: string;
  readonly name: string;
  readonly address: Address;
  readonly properties: JsonObject;
  /** `<stack>/<logical id> (<type>)`, for messages. */
  readonly label: string;
  read(property: string): Json | undefined;
};

export type World = {
  readonly place: Place;
  readonly resources: readonly Resource[];
  readonly secrets: readonly SecretModel[];
};

const nameProperties: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Events::Rule': 'Name',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::AppSync::Api': 'Name',
  'AWS::AppSync::ChannelNamespace': 'Name',
  'AWS::SecretsManager::Secret': 'Name',
};

// CloudFormation adds a random ending to names it makes; ours is a digest, so that names stay the same. 64 is Lambda's limit.
const madeName = (stack: Stack, logicalId: string, isFifo: boolean): string =>
  `${stack.name}-${logicalId}`.slice(0, 50) +
  `-${digest(`${stack.name}/${logicalId}`, 8).toUpperCase()}${isFifo ? '.fifo' : ''}`;

function readExports(stack: Stack, scope: Scope, exports: Exports): void {
  for (const [id, entry] of Object.entries(sectionOf(stack, 'Outputs'))) {
    const output = toObject(entry, `${stack.name} output ${id}`);
    if (!isObject(output['Export'])) continue;
    const name = toText(resolve(output['Export']['Name'], scope), `${stack.name} output ${id}`);
    exports.set(name, () => resolve(output['Value'], scope) ?? '');
  }
}

/** What all stacks share while they are read. */
type Reading = { readonly place: Place; readonly exports: Exports; readonly secrets: Map<string, SecretModel> };

function readResources(stack: Stack, { place, exports, secrets }: Reading): readonly Resource[] {
  const local = localTexts(place, (arn) => secrets.get(arn)?.value);
  const addresses = new Map<string, Address>();
  const scope = createScope(stack, place, addresses, exports);
  const entries = Object.entries(sectionOf(stack, 'Resources')).map(([logicalId, entry]) => {
    const resource = toObject(entry, `${stack.name} ${logicalId}`);
    return { logicalId, resource, type: toText(resource['Type'], `${stack.name} ${logicalId} Type`) };
  });
  const resources = entries
    .filter(({ resource }) => resource['Condition'] === undefined || scope.condition(String(resource['Condition'])))
    .map(({ logicalId, resource: entry, type }): Resource => {
      const properties = toObject(entry['Properties'] ?? {}, `${stack.name} ${logicalId}`);
      const given = resolve(properties[nameProperties[type] ?? ''], scope);
      const name = typeof given === 'string' ? given : madeName(stack, logicalId, toFlag(properties['FifoQueue']));
      const read = (property: string) => local(resolve(properties[property], scope));
      const address = addressOf(type, { name, place, read });
      addresses.set(logicalId, address);
      const label = `${stack.name}/${logicalId} (${type})`;
      const resource = { stack, logicalId, type, name, address, properties, label, read };
      if (type === 'AWS::SecretsManager::Secret') secrets.set(address.ref, toSecret(resource, place));
      return resource;
    });
  readExports(stack, scope, exports);
  return resources;
}

/** All resources of all stacks; names between stacks lead to each other. Properties are worked out only when read. */
export function createWorld(stacks: readonly Stack[], place: Place): World {
  const reading: Reading = { place, exports: new Map(), secrets: new Map() };
  const resources = stacks.flatMap((stack) => readResources(stack, reading));
  return { place, resources, secrets: [...reading.secrets.values()] };
}
