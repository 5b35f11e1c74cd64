import type { HttpApiModel, RouteModel } from '../api-model.ts';
import type { JsonObject } from '../model.ts';
import { isObject, toFlag, toList, toNumber, toObject, toOptional, toText } from './json.ts';
import { allowOnly } from './properties.ts';
import type { Resource, World } from './world.ts';

const known = {
  api: ['CorsConfiguration', 'Description', 'DisableExecuteApiEndpoint', 'Name', 'ProtocolType', 'Version'],
  stage: [
    'AccessLogSettings',
    'ApiId',
    'AutoDeploy',
    'DefaultRouteSettings',
    'DeploymentId',
    'Description',
    'RouteSettings',
    'StageName',
  ],
  route: ['ApiId', 'AuthorizationScopes', 'AuthorizationType', 'AuthorizerId', 'OperationName', 'RouteKey', 'Target'],
  integration: [
    'ApiId',
    'Description',
    'IntegrationMethod',
    'IntegrationType',
    'IntegrationUri',
    'PayloadFormatVersion',
  ],
  authorizer: ['ApiId', 'AuthorizerType', 'IdentitySource', 'JwtConfiguration', 'Name'],
};

function partsOf(world: World, api: Resource, type: string): readonly Resource[] {
  return world.resources.filter((part) => part.type === type && part.read('ApiId') === api.address.ref);
}

function readCors(api: Resource): HttpApiModel['cors'] {
  const cors = toOptional(api.read('CorsConfiguration'), api.label, toObject);
  if (cors === undefined) return undefined;
  const texts = (name: string) => toList(cors[name], api.label).map((text) => toText(text, `${api.label} ${name}`));
  return {
    origins: texts('AllowOrigins'),
    methods: texts('AllowMethods'),
    headers: texts('AllowHeaders').map((header) => header.toLowerCase()),
    exposedHeaders: texts('ExposeHeaders'),
    maxAgeSeconds: toOptional(cors['MaxAge'], api.label, toNumber) ?? 0,
    allowsCredentials: toFlag(cors['AllowCredentials']),
  };
}

// Integrations name the function by its arn, bare or inside the arn of an API Gateway path.
function readFunctionArn(integration: Resource): string {
  allowOnly(integration, known.integration);
  const { label } = integration;
  if (integration.read('IntegrationType') !== 'AWS_PROXY' || integration.read('PayloadFormatVersion') !== '2.0') {
    throw new Error(`${label}: the embedded cloud knows AWS_PROXY integrations with payload 2.0 only`);
  }
  const uri = toText(integration.read('IntegrationUri'), label);
  return /functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

function readAuthorizer(authorizer: Resource): RouteModel['authorizer'] {
  allowOnly(authorizer, known.authorizer);
  const { label } = authorizer;
  const source = toList(authorizer.read('IdentitySource'), label).map(String);
  if (authorizer.read('AuthorizerType') !== 'JWT' || source.join() !== '$request.header.Authorization') {
    throw new Error(`${label}: the embedded cloud knows JWT authorizers of the Authorization header only`);
  }
  const jwt = toObject(authorizer.read('JwtConfiguration'), label);
  return {
    issuer: toText(jwt['Issuer'], `${label} Issuer`),
    audience: toList(jwt['Audience'], label).map((text) => toText(text, `${label} Audience`)),
  };
}

function authorizerOf(route: Resource, world: World): Partial<RouteModel> {
  const type = toOptional(route.read('AuthorizationType'), route.label, toText) ?? 'NONE';
  if (type === 'NONE') return {};
  if (type !== 'JWT') throw new Error(`${route.label}: the embedded cloud does not know authorization ${type}`);
  const id = route.read('AuthorizerId');
  const authorizer = world.resources.find((part) => part.type.endsWith('::Authorizer') && part.address.ref === id);
  if (authorizer === undefined) throw new Error(`${route.label} names an authorizer that is not there`);
  const found = readAuthorizer(authorizer);
  const scopes = toList(route.read('AuthorizationScopes'), route.label).map(String);
  return found === undefined ? {} : { authorizer: { ...found, ...(scopes.length > 0 && { scopes }) } };
}

function throttleOf(key: string, stage: Resource): Partial<RouteModel> {
  const routes = toOptional(stage.read('RouteSettings'), stage.label, toObject) ?? {};
  const defaults: JsonObject = toOptional(stage.read('DefaultRouteSettings'), stage.label, toObject) ?? {};
  const own = routes[key];
  const settings = isObject(own) ? { ...defaults, ...own } : defaults;
  const ratePerSecond = toOptional(settings['ThrottlingRateLimit'], stage.label, toNumber);
  const burst = toOptional(settings['ThrottlingBurstLimit'], stage.label, toNumber);
  return ratePerSecond === undefined || burst === undefined ? {} : { throttle: { ratePerSecond, burst } };
}

function toRoute(route: Resource, stage: Resource, world: World): RouteModel {
  allowOnly(route, known.route);
  const key = toText(route.read('RouteKey'), `${route.label} RouteKey`);
  const target = toText(route.read('Target'), `${route.label} Target`).replace(/^integrations\//, '');
  const integration = world.resources.find(
    (part) => part.type.endsWith('::Integration') && part.address.ref === target,
  );
  if (integration === undefined) throw new Error(`${route.label} names an integration that is not there`);
  const [method = '', path = ''] = key === '$default' ? ['ANY', '$default'] : key.split(' ');
  return {
    method,
    path,
    functionArn: readFunctionArn(integration),
    ...authorizerOf(route, world),
    ...throttleOf(key, stage),
  };
}

/** An HTTP API of one stage, with its routes as they are reached through that stage. */
export function toHttpApi(api: Resource, world: World): HttpApiModel {
  allowOnly(api, known.api);
  if (api.read('ProtocolType') !== 'HTTP') throw new Error(`${api.label}: the embedded cloud knows HTTP APIs only`);
  const [stage, ...others] = partsOf(world, api, 'AWS::ApiGatewayV2::Stage');
  if (stage === undefined || others.length > 0) throw new Error(`${api.label} must have exactly one stage`);
  allowOnly(stage, known.stage);
  const cors = readCors(api);
  return {
    id: api.address.ref,
    stage: toText(stage.read('StageName'), `${stage.label} StageName`),
    routes: partsOf(world, api, 'AWS::ApiGatewayV2::Route').map((route) => toRoute(route, stage, world)),
    ...(cors && { cors }),
  };
}
