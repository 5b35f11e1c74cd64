import type { Json, JsonObject } from '../model.ts';
import { type Address, addressOf, digest, type Place } from './addresses.ts';
import { resolve, type Scope } from './intrinsics.ts';
import { isObject, mapTexts, toFlag, toObject, toText } from './json.ts';
import { createScope, type Exports, sectionOf } from './scope.ts';
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

export type World = { readonly place: Place; readonly resources: readonly Resource[] };

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
};

// CloudFormation adds a random ending to names it makes; ours is a digest, so that names stay the same. 64 is Lambda's limit.
const madeName = (stack: Stack, logicalId: string, isFifo: boolean): string =>
  `${stack.name}-${logicalId}`.slice(0, 50) +
  `-${digest(`${stack.name}/${logicalId}`, 8).toUpperCase()}${isFifo ? '.fifo' : ''}`;

/** Texts that build a user pool's issuer out of its id lead to the local issuer. */
function withLocalIssuer(value: Json | undefined, place: Place): Json | undefined {
  const issuer = new RegExp(`https://cognito-idp\\.${place.region}\\.amazonaws\\.com/${place.region}_[0-9a-f]{9}`, 'g');
  return value === undefined ? undefined : mapTexts(value, (text) => text.replaceAll(issuer, place.issuer));
}

function readExports(stack: Stack, scope: Scope, exports: Exports): void {
  for (const [id, entry] of Object.entries(sectionOf(stack, 'Outputs'))) {
    const output = toObject(entry, `${stack.name} output ${id}`);
    if (!isObject(output['Export'])) continue;
    const name = toText(resolve(output['Export']['Name'], scope), `${stack.name} output ${id}`);
    exports.set(name, () => resolve(output['Value'], scope) ?? '');
  }
}

function readResources(stack: Stack, place: Place, exports: Exports): readonly Resource[] {
  const addresses = new Map<string, Address>();
  const scope = createScope(stack, place, addresses, exports);
  const entries = Object.entries(sectionOf(stack, 'Resources')).map(([logicalId, entry]) => {
    const resource = toObject(entry, `${stack.name} ${logicalId}`);
    return { logicalId, resource, type: toText(resource['Type'], `${stack.name} ${logicalId} Type`) };
  });
  const resources = entries
    .filter(({ resource }) => resource['Condition'] === undefined || scope.condition(String(resource['Condition'])))
    .map(({ logicalId, resource, type }): Resource => {
      const properties = toObject(resource['Properties'] ?? {}, `${stack.name} ${logicalId}`);
      const given = resolve(properties[nameProperties[type] ?? ''], scope);
      const name = typeof given === 'string' ? given : madeName(stack, logicalId, toFlag(properties['FifoQueue']));
      const address = addressOf(type, name, place);
      addresses.set(logicalId, address);
      const label = `${stack.name}/${logicalId} (${type})`;
      const read = (property: string) => withLocalIssuer(resolve(properties[property], scope), place);
      return { stack, logicalId, type, name, address, properties, label, read };
    });
  readExports(stack, scope, exports);
  return resources;
}

/** All resources of all stacks; names between stacks lead to each other. Properties are worked out only when read. */
export function createWorld(stacks: readonly Stack[], place: Place): World {
  const exports: Exports = new Map();
  return { place, resources: stacks.flatMap((stack) => readResources(stack, place, exports)) };
}
