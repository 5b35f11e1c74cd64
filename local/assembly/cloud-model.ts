import type { CloudModel } from '../model.ts';
import type { Place } from './addresses.ts';
import { toEventApi } from './event-apis.ts';
import { toFunction } from './functions.ts';
import { toHttpApi } from './http-apis.ts';
import { hasNoStandIn, isPartOfAnother } from './known-types.ts';
import { toMapping } from './mappings.ts';
import { toQueue } from './queues.ts';
import { toRole } from './roles.ts';
import { toRule } from './rules.ts';
import type { Stack } from './stacks.ts';
import { toTable } from './tables.ts';
import { createWorld, type Resource } from './world.ts';

const modelled: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::AppSync::Api',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::Events::Rule',
  'AWS::IAM::Role',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::SQS::Queue',
  'AWS::Scheduler::ScheduleGroup',
  'AWS::SecretsManager::Secret',
]);

function refuseUnknown(resources: readonly Resource[]): void {
  const unknown = resources.filter(({ type }) => !(modelled.has(type) || isPartOfAnother(type) || hasNoStandIn(type)));
  if (unknown.length > 0) {
    throw new Error(`The embedded cloud cannot run ${unknown.map(({ label }) => label).join(', ')}`);
  }
}

/** Everything the embedded cloud makes out of the templates. Throws, naming the resource, on what it does not know. */
export function toCloudModel(stacks: readonly Stack[], place: Place): CloudModel {
  const world = createWorld(stacks, place);
  refuseUnknown(world.resources);
  const every = (...types: readonly string[]) => world.resources.filter(({ type }) => types.includes(type));
  const functions = every('AWS::Lambda::Function').map(toFunction);
  const functionArn = (nameOrArn: string): string => {
    const found = functions.find(({ arn, name }) => arn === nameOrArn || name === nameOrArn);
    if (found === undefined) throw new Error(`A mapping names the function ${nameOrArn}, which is not there`);
    return found.arn;
  };
  const eventApi = toEventApi(world);
  return {
    region: place.region,
    accountId: place.accountId,
    functions,
    tables: every('AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table').map(toTable),
    queues: every('AWS::SQS::Queue').map(toQueue),
    mappings: every('AWS::Lambda::EventSourceMapping').flatMap((part) => toMapping(part, functionArn) ?? []),
    rules: every('AWS::Events::Rule').flatMap((part) => toRule(part) ?? []),
    httpApis: every('AWS::ApiGatewayV2::Api').map((api) => toHttpApi(api, world)),
    ...(eventApi && { eventApi }),
    secrets: world.secrets,
    scheduleGroups: every('AWS::Scheduler::ScheduleGroup').map(({ name }) => name),
    roles: every('AWS::IAM::Role').map((role) => toRole(role, world)),
  };
}
