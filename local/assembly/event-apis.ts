import type { EventApiModel } from '../api-model.ts';
import type { Json } from '../model.ts';
import { toList, toNumber, toObject, toOptional, toText } from './json.ts';
import { allowOnly } from './properties.ts';
import type { Resource, World } from './world.ts';

const known = {
  api: ['EventConfig', 'Name', 'OwnerContact'],
  config: ['AuthProviders', 'ConnectionAuthModes', 'DefaultPublishAuthModes', 'DefaultSubscribeAuthModes'],
  namespace: ['ApiId', 'HandlerConfigs', 'Name'],
};

const typesOf = (modes: Json | undefined, label: string): string =>
  toList(modes, label)
    .map((mode) => toText(toObject(mode, label)['AuthType'], label))
    .join();

/** Refuses an API that lets anybody in another way than ours: its clients would be let in here by nobody. */
function refuseOtherModes(config: Readonly<Record<string, Json | undefined>>, label: string): void {
  const unknown = Object.keys(config).filter((name) => !known.config.includes(name));
  if (unknown.length > 0) throw new Error(`${label}: the embedded cloud does not know ${unknown.join(', ')}`);
  const asked = [config['ConnectionAuthModes'], config['DefaultSubscribeAuthModes'], config['DefaultPublishAuthModes']];
  const modes = asked.map((mode) => typesOf(mode, label)).join(' ');
  if (modes !== 'AWS_LAMBDA AWS_LAMBDA AWS_IAM')
    throw new Error(`${label}: here a function says who connects and subscribes, and roles publish; not ${modes}`);
}

function readAuthorizer(providers: Json | undefined, label: string): string {
  const found = toList(providers, label)
    .map((provider) => toObject(provider, label))
    .find((provider) => provider['AuthType'] === 'AWS_LAMBDA');
  const settings = toObject(found?.['LambdaAuthorizerConfig'], `${label} LambdaAuthorizerConfig`);
  const kept = toOptional(settings['AuthorizerResultTtlInSeconds'], label, toNumber) ?? 0;
  if (kept !== 0 || settings['IdentityValidationExpression'] !== undefined)
    throw new Error(`${label}: the embedded cloud keeps no answer of an authorizer and checks no token by itself`);
  return toText(settings['AuthorizerUri'], `${label} AuthorizerUri`);
}

function toNamespace(namespace: Resource): EventApiModel['namespaces'][number] {
  allowOnly(namespace, known.namespace);
  const handlers = toOptional(namespace.read('HandlerConfigs'), namespace.label, toObject) ?? {};
  if (Object.keys(handlers).length > 0)
    throw new Error(`${namespace.label}: the embedded cloud knows no event handlers`);
  return { name: namespace.name, arn: namespace.address.ref };
}

/** The Event API with its namespaces. One at most: all share the path `/event` of one port. */
export function toEventApi(world: World): EventApiModel | undefined {
  const ofType = (type: string) => world.resources.filter((resource) => resource.type === type);
  const [api, ...others] = ofType('AWS::AppSync::Api');
  if (api === undefined) return undefined;
  if (others.length > 0) throw new Error(`${others[0]?.label}: the embedded cloud runs one Event API`);
  allowOnly(api, known.api);
  const config = toObject(api.read('EventConfig'), `${api.label} EventConfig`);
  refuseOtherModes(config, api.label);
  return {
    id: toText(api.address.attributes['ApiId'], api.label),
    authorizerArn: readAuthorizer(config['AuthProviders'], api.label),
    namespaces: ofType('AWS::AppSync::ChannelNamespace').map(toNamespace),
  };
}
